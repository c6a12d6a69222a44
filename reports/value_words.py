"""The words for the values of the domain: states, levels, channels, findings, steps, Vietnamese first."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.incompleteness import ActionKind, CompletenessBand
from dossiers.indicators import Cohort
from dossiers.register import Channel, Level
from dossiers.register_guard import Exclusion, Shrinking
from dossiers.reporting import Breakdown
from dossiers.states import SlotState
from reports.phrases import Phrase

STATES: Mapping[SlotState, Phrase] = {
    SlotState.USABLE: ("đã số hóa", "digitised"),
    SlotState.FAILED_GATE: ("không đạt yêu cầu", "fails the gate"),
    SlotState.UNREADABLE: ("không đọc được", "unreadable"),
    SlotState.MISSING: ("thiếu", "missing"),
    SlotState.REUSED: ("tái sử dụng", "reused"),
    SlotState.NOT_DUE: ("không phải nộp", "not due"),
    SlotState.UNDETERMINED: ("chưa xác định", "undetermined"),
    SlotState.PRESENT_ONLY: ("chỉ xuất trình", "shown only"),
    SlotState.EXEMPT: ("không phải số hóa", "not to be digitised"),
}
# Nobody hands in a result: where none is due, the state needs another word.
RESULT_NOT_DUE: Phrase = ("chưa phải có", "not due")

LEVELS: Mapping[Level, Phrase] = {
    Level.PROVINCE: ("cấp tỉnh", "province"),
    Level.DISTRICT: ("cấp huyện", "district"),
    Level.COMMUNE: ("cấp xã", "commune"),
}
CHANNELS: Mapping[Channel, Phrase] = {
    Channel.DIRECT: ("trực tiếp", "direct"),
    Channel.ONLINE: ("trực tuyến", "online"),
    Channel.POST: ("bưu chính", "post"),
    Channel.LINKED: ("liên thông", "linked"),
}
COHORTS: Mapping[Cohort, Phrase] = {
    Cohort.RECEIVED: ("hồ sơ tiếp nhận trong kỳ", "dossiers received in the period"),
    Cohort.RESOLVED: ("hồ sơ giải quyết xong trong kỳ", "dossiers resolved in the period"),
}
BREAKDOWNS: Mapping[Breakdown, Phrase] = {
    Breakdown.UNIT: ("đơn vị", "unit"),
    Breakdown.LEVEL: ("cấp", "level"),
    Breakdown.FIELD: ("lĩnh vực", "field"),
    Breakdown.PROCEDURE: ("thủ tục", "procedure"),
    Breakdown.CHANNEL: ("hình thức nộp", "channel"),
    Breakdown.MONTH: ("tháng", "month"),
}
REGISTER_KINDS: Mapping[str, Phrase] = {
    "dossiers": ("hồ sơ", "dossiers"),
    "components": ("giấy tờ", "components"),
    "units": ("đơn vị", "units"),
}
FINDINGS: Mapping[str, Phrase] = {
    "active_content": ("tệp có nội dung chạy được", "the file has active content"),
    "black_and_white": ("quét đen trắng", "scanned in black and white"),
    "black_borders": ("có viền đen", "has black borders"),
    "blank": ("giấy trắng", "blank paper"),
    "blank_page": ("có trang trắng", "has a blank page"),
    "blurred": ("mờ", "blurred"),
    "cut_off_text": ("chữ sát mép, có thể bị cắt", "text at the edge, may be cut off"),
    "grey": ("quét thang xám", "scanned in grey"),
    "low_confidence": ("chữ đọc không chắc", "text read with little confidence"),
    "low_resolution": ("độ phân giải dưới mức", "resolution too low"),
    "no_resolution": ("không rõ độ phân giải", "resolution unknown"),
    "odd_size": ("khổ giấy lạ, xem lại tỷ lệ quét 1:1", "no usual paper size, check the scale of 1:1"),
    "odd_text": ("chữ không giống tiếng Việt", "the text is hardly Vietnamese"),
    "repaired": ("tệp hỏng đã được sửa, có thể mất trang", "repaired from a damaged file, pages may be lost"),
    "restricted": ("tệp hạn chế quyền", "the file restricts its use"),
    "skewed": ("quét nghiêng", "scanned askew"),
    "signed": ("có chữ ký số", "electronically signed"),
    "truncated": ("hình bị cụt, mất một phần trang", "the picture breaks off, part of the page is lost"),
    "unreadable_text": ("không đọc được chữ", "no text can be read"),
    "wrong_dossier": ("thuộc hồ sơ khác", "belongs to another dossier"),
}
BANDS: Mapping[CompletenessBand, Phrase] = {
    CompletenessBand.NONE: ("chưa số hóa giấy tờ nào (0 %)", "nothing digitised (0 %)"),
    CompletenessBand.BELOW_HALF: ("dưới 50 %", "below 50 %"),
    CompletenessBand.BELOW_80: ("từ 50 % đến dưới 80 %", "50 % to below 80 %"),
    CompletenessBand.BELOW_ALL: ("từ 80 % đến dưới 100 %", "80 % to below 100 %"),
    CompletenessBand.ALL: ("đủ 100 %", "all (100 %)"),
    CompletenessBand.UNKNOWN: ("chưa biết phải gồm những giấy tờ nào", "nobody knows which papers are due"),
    CompletenessBand.NOTHING_DUE: ("không có gì phải số hóa", "nothing to digitise"),
}
STEPS: Mapping[ActionKind, Phrase] = {
    ActionKind.RESCAN: ("quét lại", "scan again"),
    ActionKind.SCAN: ("quét", "scan"),
    ActionKind.REVIEW: ("xem giấy tờ chờ xếp", "review the waiting papers"),
    ActionKind.ASK: ("hỏi xem có phải nộp không", "ask whether it is due"),
}
EXCLUSIONS: Mapping[Exclusion, Phrase] = {
    Exclusion.DELETED: ("đã xóa khỏi sổ", "deleted from the register"),
    Exclusion.NOTHING_TO_DIGITISE: ("không có gì phải số hóa", "nothing to digitise"),
    Exclusion.FILED_ONLINE: ("nộp trực tuyến", "filed online"),
}
SHRINKINGS: Mapping[Shrinking, Phrase] = {
    Shrinking.COUNTED: ("sổ hồ sơ tính ít hồ sơ hơn trước", "the register counts fewer than before"),
    Shrinking.EXPORTED: (
        "tệp xuất thiếu hồ sơ mà sổ đã có",
        "the export lacks dossiers that the register knows",
    ),
    Shrinking.ABSENT: (
        "hồ sơ không còn trong tệp xuất mới của tỉnh, sổ vẫn giữ và vẫn tính",
        "no longer in the province's exports; the register keeps and counts them",
    ),
}
# By `dossiers.operations.SumCheck.what`.
CHECKS: Mapping[str, Phrase] = {
    "received_is_its_channels": (
        "Tiếp nhận = cộng các hình thức nộp",
        "Received = sum of its channels",
    ),
    "total_is_resolved_closed_open": (
        "Tổng số = đã giải quyết + kết thúc không có kết quả + đang giải quyết",
        "Total = resolved + closed without a result + open",
    ),
    "carried_in_is_left_before": (
        "Kỳ trước chuyển sang = tổng số − đã giải quyết − kết thúc không có kết quả của kỳ trước",
        "Carried in = total − resolved − closed without a result of the period before",
    ),
    "total_is_its_units": (
        "Tổng số = cộng các đơn vị",
        "Total = sum of the units",
    ),
}
