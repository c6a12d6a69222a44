"""What stands on the tables that an office hands in, Vietnamese first: operations, scoring, lists."""

from __future__ import annotations

from reports.phrases import Phrases


class OfficeText(Phrases):
    """The title block and what all tables share. A `{}` is filled by the caller."""

    NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
    MOTTO = ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
    AGENCY_TO_FILL = ("TÊN CƠ QUAN: ……………………", "AGENCY: ……………………")
    NUMBER_TO_FILL = ("Số: ……/BC-……", "No. ……")
    PLACE_AND_DATE = ("……………, ngày …… tháng …… năm ………", "……………, …………………")
    REPORT = ("BÁO CÁO", "REPORT")
    PREPARED_BY = ("NGƯỜI LẬP BIỂU", "PREPARED BY")
    HEAD_OF_UNIT = ("THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF THE UNIT")
    SIGN = ("(Ký, ghi rõ họ tên)", "(Signature, full name)")
    SIGN_AND_SEAL = ("(Ký, đóng dấu, ghi rõ họ tên)", "(Signature, seal, full name)")
    PAGE_OF = ("Trang {} / {}", "Page {} of {}")

    ORDINAL = ("TT", "No.")
    ALL = ("Tổng số", "Total")
    SUM = ("Cộng", "Sum")
    COUNTED = ("Số hồ sơ", "Dossiers")
    PERCENT = ("Tỷ lệ (%)", "Ratio (%)")
    MORE_ROWS = (
        "Còn {} dòng nữa không hiện ở đây; tệp CSV có đủ.",
        "{} more rows are not shown here; the CSV has them all.",
    )
    UP_TO = ("{} dòng đầu trong {}.", "The first {} of {} rows.")
    NONE = ("Không có.", "None.")
    SUPPRESSED_NOTE = (
        "* Không hiện: ít hơn {} hồ sơ, hoặc có thể suy ra ô như vậy.",
        "* Not shown: fewer than {} dossiers, or such a cell could be told from it.",
    )


class SheetName(Phrases):
    """The names of the tables: headings of sections, and of sheets (31 characters at most)."""

    SUMMARY = ("Tổng hợp", "Summary")
    UNITS = ("Cây đơn vị", "Tree of units")
    BY = ("Theo {}", "By {}")
    TOGETHER = ("Kết hợp", "Combined")
    OPERATIONS = ("Tình hình giải quyết", "Operations")
    MISSING = ("Thành phần còn thiếu", "Missing components")
    CAUSES = ("Nguyên nhân chưa đủ", "Causes")
    TREND = ("Diễn biến theo tháng", "Trend by month")
    EXCLUDED = ("Hồ sơ không tính", "Excluded dossiers")
    SCORING = ("Chấm điểm", "Scoring")
    DEFINITIONS = ("Cách tính", "Definitions")
    REGISTER = ("Sổ hồ sơ", "Register")
    DISTRIBUTION = ("Mức độ số hóa của từng hồ sơ", "How far single dossiers are digitised")
    ACTIONS = ("Việc cần làm tiếp", "What to do next")


class OperationsText(Phrases):
    """The table of intake and resolving (tình hình tiếp nhận, giải quyết)."""

    CARRIED_IN = ("Kỳ trước chuyển sang", "Carried in")
    RECEIVED = ("Tiếp nhận trong kỳ", "Received")
    TOTAL = ("Tổng số phải giải quyết", "Total")
    RESOLVED = ("Đã giải quyết", "Resolved")
    EARLY = ("Trước hạn", "Early")
    ON_TIME = ("Đúng hạn", "On time")
    LATE = ("Quá hạn", "Late")
    WITHOUT_DATE = ("Không có hạn", "No due date")
    CLOSED = ("Kết thúc, không có kết quả", "Closed without a result")
    RETURNED = ("Trả lại", "Returned")
    REFUSED = ("Từ chối", "Refused")
    WITHDRAWN = ("Rút", "Withdrawn")
    SUPPLEMENTS = ("Yêu cầu bổ sung", "Supplements asked")
    OPEN = ("Đang giải quyết", "Open")
    WITHIN_DATE = ("Trong hạn", "Within date")
    OVERDUE = ("Quá hạn", "Overdue")
    CARRIED_IN_SHORT = ("Chuyển sang", "Carried in")
    RECEIVED_SHORT = ("Tiếp nhận", "Received")
    CLOSED_SHORT = ("Trả, từ chối, rút", "Closed, no result")
    OPEN_SHORT = ("Còn trong hạn", "Open in date")
    OVERDUE_SHORT = ("Còn quá hạn", "Open overdue")
    CHECK = ("Kiểm tra", "Check")
    AGREES = ("khớp", "agrees")
    DISAGREES = ("không khớp: {}", "không khớp (does not agree): {}")
    DISAGREES_BY = (
        "{}: {}; {} và {}, chênh lệch {}",
        "{}: {}; {} and {}, difference {}",
    )
    UNDATED = (
        'Không có ngày trong sổ: {} hồ sơ đã giải quyết (tính vào "không có hạn"), {} hồ sơ kết thúc.',
        'Without a day in the register: {} resolved (counted in "no due date"), {} closed.',
    )
    ALL_AGREE = ("Các tổng đều khớp.", "All sums agree.")


class ListText(Phrases):
    """Headings of lists: what lacks, what is scored, how it is counted, what it rests on."""

    WHY = ("Lý do", "Reason")
    WHAT_TO_DO = ("Việc cần làm", "What to do")
    COMPLETES = ("Làm xong thì đủ", "Complete after this")
    PAPER = ("Giấy tờ", "Paper")
    DOSSIERS = ("Số hồ sơ", "Dossiers")
    DOSSIER_CODE = ("Mã hồ sơ", "Dossier code")
    PROCEDURE_CODE = ("Mã thủ tục", "Procedure code")
    PROCEDURE_NAME = ("Tên thủ tục", "Name of procedure")
    INDICATOR_ID = ("Mã chỉ tiêu", "Id")
    RULE = ("Căn cứ", "Rule")
    LEVEL_OF_COMPLETENESS = ("Mức độ", "Completeness")
    MONTH = ("Tháng", "Month")

    SCORE_CODE = ("Mã", "Code")
    SCORED = ("Chỉ số thành phần", "Component")
    MOST = ("Điểm tối đa", "Most points")
    FULL_AT = ("Đạt tối đa từ (%)", "Full at (%)")
    POINTS = ("Điểm đạt", "Points")
    NOT_MEASURED = ("không đo được ở đây", "not measured here")
    SCORE_OF = (
        "{}: {} điểm trên {} điểm đo được (cả nhóm {})",
        "{}: {} of {} points measured here (group: {})",
    )
    MEASURED = ("Cộng phần đo được", "Sum of what is measured")
    GROUP = ("Cả nhóm", "The whole group")
    REMARK = ("Ghi chú", "Remark")

    SOURCE = ("Căn cứ", "Source")
    IMPORTED_BY = ("Người nhập", "Imported by")
    SHRUNK = ("Tháng bị giảm số hồ sơ", "Months that shrank")
    SHRUNK_NONE = ("Không có tháng nào bị giảm số hồ sơ.", "No month shrank.")
    SHRUNK_BY = (
        "Tháng {}: {} còn {} hồ sơ ({}), {}; tệp {}",
        "Month {}: {} became {} dossiers ({}), {}; file {}",
    )
    BEFORE = ("Trước", "Before")
    AFTER_AND_DIFFERENCE = ("Sau (chênh lệch)", "After (difference)")
