"""What stands on the page and in the PDF of a report alone, Vietnamese first."""

from __future__ import annotations

from reports.phrases import Phrases


class PageText(Phrases):
    """Headings, notes and controls. A `{}` is filled by the caller, or by the page's script."""

    SKIP = ("Đến nội dung chính", "Skip to the content")
    CONTENTS = ("Mục lục", "Contents")
    ATTENTION = ("Cần xem lại trước khi dùng số liệu", "To be looked at before these figures are used")
    SUMS_DISAGREE = ("{} phép cộng không khớp", "{} sums do not agree (không khớp)")
    REGISTER_SHRANK = ("sổ hồ sơ bị giảm ở {} tháng", "the register shrank in {} months")
    EXPORTS_LACK = (
        "{} tháng có hồ sơ không còn trong tệp xuất mới của tỉnh",
        "{} months have dossiers that the province's exports no longer hold",
    )
    DUE_UNKNOWN = (
        "{} hồ sơ chưa biết phải gồm những giấy tờ nào",
        "of {} dossiers nobody knows which papers are due",
    )

    UNITS = ("Đơn vị", "Units")
    UNITS_CHART = ("Hồ sơ số hóa đầy đủ thành phần, theo đơn vị", "Dossiers digitised in full, by unit")
    UNITS_CHART_NOTE = (
        "Mỗi thanh là tỷ lệ, kèm tử số/mẫu số; thấp nhất đứng trên. Bảng có đủ số liệu.",
        "Each bar is the ratio, with numerator/denominator; the lowest on top. The table has all figures.",
    )
    UNITS_LOWEST = ("{} đơn vị thấp nhất trong {}", "The {} lowest of {} units")
    UNITS_HIGHEST = ("{} đơn vị cao nhất trong {}", "The {} highest of {} units")
    UNITS_NOTE = (
        "Mỗi dòng gồm cả các đơn vị bên dưới. Số liệu: tỷ lệ, tử số / mẫu số.",
        "Each row holds all units below it. Figures: ratio, numerator / denominator.",
    )
    UNITS_HINT = ("Bấm tên đơn vị để xem hồ sơ.", "Press a unit's name to see its dossiers.")
    UNITS_TO_LEVEL = (
        "{} trong {} đơn vị: các cấp trên; tệp XLSX có đủ.",
        "{} of {} units: the upper levels; the XLSX has them all.",
    )
    UNFOLD = ("Mở, gập: {}", "Unfold or fold: {}")

    TREND_NOTE = ("Trục dọc từ {} đến {}.", "The vertical axis goes from {} to {}.")
    TREND_CHART = ("{}, theo tháng", "{}, by month")
    TREND_TABLE = ("Số liệu theo tháng", "Figures by month")

    WHY = ("Vì sao chưa đầy đủ", "Why dossiers are incomplete")
    CAUSES_CHART = ("Giấy tờ làm hồ sơ chưa đầy đủ", "What keeps dossiers from being complete")
    CAUSES_TABLE = ("{} nguyên nhân nhiều nhất trong {}", "The {} most frequent of {} causes")
    DISTRIBUTION_TABLE = ("Số hồ sơ theo mức độ số hóa", "Dossiers by completeness")
    LACKS = ("{}: {}", "{}: {}")

    DRILL = ("Từng hồ sơ và giấy tờ còn thiếu", "Each dossier and what it lacks")
    DRILL_CAPTION = ("Hồ sơ tìm thấy", "Dossiers found")
    DRILL_SHOWN = (
        "Trang này có {} trong {} hồ sơ, hồ sơ còn thiếu đứng trước; tệp CSV, XLSX có đủ.",
        "This page has {} of {} dossiers, what is incomplete first; the CSV and the XLSX have them all.",
    )
    DRILL_SCRIPT = (
        "Danh sách này cần trình duyệt chạy mã lệnh của trang. Tệp CSV, XLSX có đủ danh sách.",
        "This list needs the page's own script. The CSV and the XLSX have the whole list.",
    )
    FILTERS = ("Lọc và tìm hồ sơ", "Filter and search dossiers")
    WHICH = ("Hồ sơ", "Dossiers")
    WHICH_LACKING = ("còn thiếu", "lacking something")
    WHICH_UNDETERMINED = ("chưa xác định", "undetermined")
    WHICH_COMPLETE = ("đầy đủ", "complete")
    WHICH_ALL = ("tất cả", "all")
    UNIT = ("Đơn vị", "Unit")
    CAUSE = ("Nguyên nhân", "Cause")
    CAUSE_OF_ALL = ("mọi giấy tờ: {}", "any paper: {}")
    ANY = ("tất cả", "all")
    SEARCH = ("Tìm mã, thủ tục, giấy tờ (phím /)", "Search codes, procedures, papers (key /)")
    FOUND = ("{} hồ sơ", "Dossiers: {}")
    MORE = ("Hiện thêm {} hồ sơ", "Show {} more")
    CLEAR = ("Bỏ lọc", "Clear")
    NOTHING = ("không thiếu gì", "lacks nothing")
    SHOW = ("Xem hồ sơ", "Show dossiers")
    SHOW_OF = ("Xem hồ sơ: {}", "Show dossiers: {}")

    ACTIONS_NOTE = (
        "{} hồ sơ đầu trong {}: ít việc nhất mà tỷ lệ đầy đủ tăng nhiều nhất.",
        "The first {} of {} dossiers: the fewest actions that raise the ratio most.",
    )
    STEP = ("{}: {}", "{}: {}")
    OPERATIONS_NOTE = (
        "Số liệu đến hết ngày cuối kỳ; mỗi đơn vị gồm cả các đơn vị bên dưới.",
        "As of the last day of the period; each unit holds all units below it.",
    )
    CHECKS_NOTE = ("Các tổng không khớp và chênh lệch", "Sums that do not agree, and the difference")
    CHECK = ("Phép kiểm tra", "Sum")
    LEFT = ("Vế trái", "Left side")
    RIGHT = ("Vế phải", "Right side")
    DIFFERENCE = ("Chênh lệch", "Difference")
    EXCLUDED_LIST = ("{} trong {} hồ sơ không tính", "{} of {} dossiers outside the count")
    DATE = ("ngày {:02} tháng {:02} năm {}", "{2}-{1:02}-{0:02}")
    PLACE = ("……………, {}", "……………, {}")
    REPORT_ON = (
        "Về mức độ số hóa hồ sơ thủ tục hành chính",
        "On the digitisation of administrative dossiers",
    )
    MADE = ("Số liệu lập lúc {}", "Figures made at {}")
    BEFORE = ("Trước", "Before")
    AFTER = ("Sau", "After")
    FEWER = ("Giảm", "Fewer")
