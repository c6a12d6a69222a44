"""The slots of the procedures, each with the state it has where nothing came and no fact holds.

Component ids as in the catalogue of procedures; written by hand from its list, on purpose not read from it.
"""

from __future__ import annotations

from samples.generate.model import EXEMPT, MISSING, NOT_DUE, PRESENT_ONLY

MARTYR_RELATIVES = {
    "ban_khai_mau_05": MISSING,
    "bang_to_quoc_ghi_cong": MISSING,
    "van_ban_dong_thuan": NOT_DUE,
    "giay_khai_sinh": NOT_DUE,
    "giay_xac_nhan_co_so_giao_duc": NOT_DUE,
    "giay_xac_nhan_khuyet_tat": NOT_DUE,
}
WORSHIP = {"don_mau_18": MISSING, "bang_to_quoc_ghi_cong": MISSING, "van_ban_uy_quyen": NOT_DUE}
NEW_CERTIFICATE = {"don_mau_25": MISSING}
DEATH_OF_MERIT = {
    "ban_khai_mau_12": MISSING,
    "giay_to_chung_tu": MISSING,
    "cccd_nguoi_khai": EXEMPT,
    "giay_khai_sinh": NOT_DUE,
    "giay_xac_nhan_co_so_giao_duc": NOT_DUE,
    "bien_ban_hop_gia_dinh": NOT_DUE,
}
DISABILITY = {
    "don_mau_01": MISSING,
    "giay_to_y_te": NOT_DUE,
    "ket_luan_hdgdyk": NOT_DUE,
    "giay_xac_nhan_cu": NOT_DUE,
}
SOCIAL_AID = {
    "to_khai_mau_1": MISSING,
    "to_khai_mau_2": NOT_DUE,
    "to_khai_mau_03": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_khai_sinh": NOT_DUE,
    "giay_xac_nhan_khuyet_tat": NOT_DUE,
    "giay_to_hiv": NOT_DUE,
    "giay_to_mang_thai": NOT_DUE,
}
FUNERAL = {"to_khai_mai_tang": MISSING, "giay_to_chung_tu": MISSING}
JOB = {"phieu_tu_van_mau_01": MISSING, "giay_to_cham_dut_hdld": NOT_DUE}
BIRTH = {
    "to_khai": MISSING,
    "mau_ho_tich_dien_tu": NOT_DUE,
    "giay_chung_sinh": MISSING,
    "bien_ban_tre_bi_bo_roi": NOT_DUE,
    "xac_nhan_mang_thai_ho": NOT_DUE,
    "van_ban_uy_quyen": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_to_cu_tru": PRESENT_ONLY,
}
DEATH = {
    "to_khai": MISSING,
    "mau_ho_tich_dien_tu": NOT_DUE,
    "giay_bao_tu": MISSING,
    "chung_cu_su_kien_chet": NOT_DUE,
    "van_ban_uy_quyen": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_to_cu_tru": PRESENT_ONLY,
}
MARRIAGE = {
    "to_khai": MISSING,
    "mau_ho_tich_dien_tu": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_to_cu_tru": PRESENT_ONLY,
    "giay_xac_nhan_tthn": NOT_DUE,
}
SINGLE_STATUS = {
    "to_khai": MISSING,
    "giay_xntthn_cu": NOT_DUE,
    "giay_to_ly_hon_tu": NOT_DUE,
    "van_ban_uy_quyen": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_to_cu_tru": PRESENT_ONLY,
}
EXTRACT = {
    "to_khai": MISSING,
    "van_ban_yeu_cau_co_quan": NOT_DUE,
    "van_ban_uy_quyen": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
}
PARENT = {
    "to_khai": MISSING,
    "mau_ho_tich_dien_tu": NOT_DUE,
    "van_ban_giam_dinh": MISSING,
    "cam_doan_2_nguoi_lam_chung": NOT_DUE,
    "giay_to_tuy_than": PRESENT_ONLY,
    "giay_to_cu_tru": PRESENT_ONLY,
}
