"""Headings, labels and sentences of reports and of a dossier's status, Vietnamese first.

Those of the tables of an office (operations, scoring, lists) stand in `reports.office_texts`.
"""

from __future__ import annotations

from reports.phrases import Phrases


class Text(Phrases):
    """Headings, labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("Mức độ số hóa hồ sơ thủ tục hành chính", "Digitisation of administrative dossiers")
    PERIOD = ("Kỳ báo cáo", "Period")
    FROM_TO = ("từ {} đến {}", "{} to {}")
    COHORT = ("Phạm vi", "Cohort")
    RULE_SET = ("Bộ quy tắc", "Rule set")
    RULE_SETS_MIXED = ("nhiều bộ, theo ngày tiếp nhận: {}", "several, by date of reception: {}")
    COUNTED = ("Số hồ sơ trong báo cáo", "Dossiers in this report")
    GENERATED = ("Lập lúc", "Made at")
    ANSWER = ("Kết quả chính", "The answer")
    NOTHING_COUNTED = ("không có hồ sơ để tính", "no dossier to count")

    INDICATORS = ("Các chỉ tiêu", "Indicators")
    INDICATOR = ("Chỉ tiêu", "Indicator")
    NUMERATOR = ("Tử số", "Numerator")
    DENOMINATOR = ("Mẫu số", "Denominator")
    RATIO = ("Tỷ lệ", "Ratio")
    INDICATORS_NOTE = (
        "Tỷ lệ = tử số / mẫu số, làm tròn hai chữ số; không làm tròn lên 100 %.",
        "Ratio = numerator / denominator, two decimals; never rounded up to 100 %.",
    )
    GROUPS = ("Theo nhóm", "By group")
    HAS_COMPONENTS = ("Có số hóa TP", "Some digitised")
    ALL_COMPONENTS = ("Đủ TP", "All digitised")
    GROUPS_NOTE = (
        "TP: thành phần hồ sơ. Số liệu: tử số / mẫu số và tỷ lệ.",
        "Figures: numerator / denominator, and the ratio.",
    )

    DOSSIERS = ("Từng hồ sơ", "Each dossier")
    DOSSIER = ("Mã hồ sơ", "Dossier")
    PROCEDURE = ("Thủ tục", "Procedure")
    UNIT = ("Đơn vị", "Unit")
    DIGITISED_OF_DUE = ("Đã / phải số hóa", "Digitised / due")
    COMPLETE = ("Đầy đủ", "Complete")
    RESULT = ("Kết quả", "Result")
    RESULT_OF_PROCEDURE = ("Kết quả giải quyết", "The result of the procedure")
    MISSING = ("Còn thiếu", "Missing")
    YES = ("có", "yes")
    NO = ("không", "no")
    UNKNOWN = ("chưa xác định", "undetermined")

    TODO_WHAT = ("Cần bổ sung, kiểm tra", "To add or to check")
    TODO_NOT_ASKED = (
        "Danh sách từng hồ sơ có trong báo cáo lập với --dossiers.",
        "A report made with --dossiers lists each dossier.",
    )
    TODO_UNDETERMINED = (
        "{} giấy tờ chưa xác định có phải nộp hay không",
        "{} papers of which nobody knows whether they are due",
    )
    TODO_RESULT = ("kết quả giải quyết: {}", "the result: {}")

    DOUBTS = ("Điểm chưa chắc chắn", "What is in doubt")
    DOUBTS_NOTE = (
        "Hồ sơ chưa xác định không bao giờ được tính là đầy đủ.",
        "What is undetermined never counts as complete.",
    )
    DOUBT = ("Nội dung", "What")
    HOW_MANY = ("Số lượng", "How many")
    DOUBT_UNDETERMINED = (
        "Hồ sơ có giấy tờ chưa xác định có phải nộp hay không (vẫn ở mẫu số)",
        "Dossiers with papers that may or may not be due (in the denominators)",
    )
    DOUBT_DUE_UNKNOWN = (
        "Hồ sơ chưa biết phải gồm những giấy tờ nào (vẫn ở mẫu số)",
        "Dossiers whose due papers nobody knows (in the denominators)",
    )
    DOUBT_NOTHING_DUE = (
        "Hồ sơ không có gì phải số hóa (ngoài tỷ lệ thành phần)",
        "Dossiers with nothing to digitise (outside the component ratios)",
    )
    DOUBT_UNASSIGNED = (
        "Giấy tờ đã quét, chưa xếp vào thành phần nào, chờ người xem",
        "Scanned papers that fill no slot yet: to be reviewed",
    )

    DOUBT_LEVEL = (
        "Hồ sơ ghi cấp huyện nhưng tiếp nhận sau ngày 30/6/2025 (vẫn được tính)",
        "Dossiers of a district received after 30 June 2025 (counted all the same)",
    )

    REGISTER = ("Số liệu dựa trên sổ hồ sơ", "The register this rests on")
    REGISTER_NONE = (
        "Chưa nhập sổ hồ sơ nào: mẫu số chưa có căn cứ.",
        "No register was imported: the denominators rest on nothing.",
    )
    REGISTER_CAUTION = (
        "Mẫu số lấy từ các tệp này; tệp bị cắt bớt sẽ làm tỷ lệ cao lên: hãy đối chiếu số dòng.",
        "The denominators come from these files; a truncated one raises the ratios: check the rows.",
    )
    FILE = ("Tệp", "File")
    KIND = ("Loại", "Kind")
    ROWS = ("Số dòng", "Rows")
    SHA256 = ("SHA-256", "SHA-256")
    IMPORTED = ("Nhập lúc", "Imported")

    STATUS_TITLE = ("Hồ sơ {}", "Dossier {}")
    PAPERS_AND_RESULT = ("Giấy tờ và kết quả", "Papers and result")
    COMPONENT = ("Giấy tờ", "Paper")
    IS_DUE = ("Phải có", "Due")
    STATE = ("Tình trạng", "State")
    PAPERS = ("Bản quét", "Scans")
    FINDINGS = ("Ghi nhận", "Findings")
    PAPER_PAGES = ("số {} (trang {})", "no. {} (p. {})")
    PURGED_PAGES = (
        "số {} (trang {}; đã hủy theo thời hạn lưu)",
        "no. {} (p. {}; purged after its retention)",
    )
    COMPONENTS = ("Thành phần đã số hóa", "Components digitised")
    DUE_UNKNOWN = (
        "chưa biết hồ sơ phải gồm những giấy tờ nào",
        "nobody knows which papers are due",
    )
    COMPONENTS_UNDETERMINED = ("và {} chưa xác định", "and {} undetermined")
    UNASSIGNED = ("Chưa xếp vào đâu, chờ người xem", "In no slot yet, to be reviewed")
    ONE_OF = ("{} [một trong nhóm {}]", "{} [one of group {}]")
