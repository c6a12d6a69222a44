"""Papers with a text layer of their own, as an office program writes them: nothing of them is OCR's."""

from __future__ import annotations

from html import escape
from pathlib import Path

from weasyprint import HTML

HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
APPLICATION = f"""{HEAD}

TỜ KHAI ĐĂNG KÝ KHAI SINH

Kính gửi: Ủy ban nhân dân phường Thanh Khê
Họ, chữ đệm, tên người yêu cầu: Nguyễn Thị Hoa Mai
Số định danh cá nhân: {{}}
Tôi cam đoan những nội dung khai trên đây là đúng sự thật."""
CERTIFICATE = f"""{HEAD}

GIẤY CHỨNG SINH

Họ và tên mẹ: Nguyễn Thị Hoa Mai
Sinh con lúc 7 giờ 30 phút tại Bệnh viện Phụ sản Nhi Đà Nẵng, cân nặng 3200 gam. {{}}"""
LETTER = f"""{HEAD}

THƯ NGỎ

Kính gửi quý khách hàng, cửa hàng chúng tôi trân trọng giới thiệu sản phẩm mới trong tháng. {{}}"""


def typed(path: Path, *pages: str) -> Path:
    """A PDF of these pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    style = "@page{size:A4;margin:25mm}pre{font:13pt 'DejaVu Serif';white-space:pre-wrap;break-after:page}"
    body = "".join(f"<pre>{escape(page)}</pre>" for page in pages)
    HTML(string=f"<style>{style}</style>{body}").write_pdf(path)
    return path
