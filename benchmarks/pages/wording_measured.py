"""The wordings of the measured set: nobody chooses a constant by looking at pages that say this."""

from __future__ import annotations

from benchmarks.pages.wording import (
    Certificate,
    Decision,
    Form,
    Letter,
    Minutes,
    Office,
    Request,
    Wording,
)

_OFFICES = (
    Office(
        ("HỘI ĐỒNG NHÂN DÂN", "THỊ TRẤN PHÚ SƠN"),
        "Hội đồng nhân dân thị trấn Phú Sơn",
        "Tây Hải",
        "HĐND",
        ("TM. THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"),
        "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN THỊ TRẤN PHÚ SƠN",
    ),
    Office(
        ("UBND HUYỆN VĨNH THUẬN ĐÔNG", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
        "Phòng Giáo dục và Đào tạo Vĩnh Thuận Đông",
        "Tây Hải",
        "PGDĐT",
        ("TRƯỞNG PHÒNG",),
        "TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
    ),
    Office(
        ("SỞ NÔNG NGHIỆP TÂY HẢI", "CHI CỤC KIỂM LÂM"),
        "Chi cục Kiểm lâm Tây Hải",
        "Tây Hải",
        "CCKL",
        ("KT. CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG"),
        "CHI CỤC TRƯỞNG CHI CỤC KIỂM LÂM TÂY HẢI",
    ),
)

_FORMS = (
    Form(
        "PHIẾU ĐĂNG KÝ DỰ TUYỂN VIÊN CHỨC",
        (
            (("Vị trí xin dự tuyển:", "nhân viên thư viện, thiết bị"),),
            (("Họ tên thí sinh (chữ in hoa):", "{name}"),),
            (("Sinh ngày:", "{other_born}"), ("Giới:", "Nam")),
            (("Mã định danh:", "{number}"), ("Nơi cấp:", "Bộ Công an")),
            (("Địa chỉ báo tin:", "{home}"),),
            (("Số máy:", "{phone}"), ("Thư điện tử:", "khong.co@vidu.vn")),
        ),
        "Quá trình học tập, bồi dưỡng chuyên môn nghiệp vụ:",
        (
            (("Trường tốt nghiệp:", "Cao đẳng Sư phạm kỹ thuật Tây Hải"),),
            (("Hệ đào tạo:", "chính quy"), ("Xếp loại:", "khá giỏi")),
            (("Ngành:", "khoa học thư viện"), ("Số hiệu:", "B {paper}")),
            (("Chứng chỉ ngoại ngữ:", "bậc 3 khung sáu bậc dùng cho người Việt"),),
            (("Tin học:", "ứng dụng cơ bản"), ("Ưu tiên:", "con thương binh 3/4")),
            (("Đăng ký nộp lệ phí tại:", "quầy số 2, {office}"),),
        ),
        "Sau khi đọc kỹ thông báo tuyển dụng, tôi thấy bản thân hội đủ điều kiện tham gia. Nếu trúng tuyển "
        "tôi sẽ nộp bằng cấp để kiểm chứng; phát hiện gian lận, kết quả thi bị hủy và tôi không khiếu nại "
        "gì.",
        "THÍ SINH KÝ TÊN",
    ),
    Form(
        "BẢN KÊ KHAI ĐÀN VẬT NUÔI VÀ CHUỒNG TRẠI",
        (
            (("Chủ trang trại:", "{other}"),),
            (("Thẻ căn cước:", "{number}"), ("Liên lạc:", "{phone}")),
            (("Nơi đặt chuồng:", "{home}"),),
            (("Tổng diện tích:", "3.450 m2"), ("Khởi công:", "{day}")),
            (("Nguồn nước dùng cho vật nuôi:", "giếng khoan sâu 47 mét, bể lọc cát"),),
        ),
        "Số lượng gia súc, gia cầm có mặt vào thời điểm kê khai:",
        (
            (("Lợn nái:", "36 con"), ("Lợn thịt:", "415 con")),
            (("Trâu cày kéo:", "02 con"), ("Bê dưới 1 tuổi:", "{count} con")),
            (("Gà đẻ trứng:", "2.700 con"), ("Ngan, vịt xiêm:", "180 con")),
            (("Mũi tiêm gần nhất:", "lở mồm long móng, tụ huyết trùng"),),
            (("Thú y theo dõi:", "{third}"), ("Thẻ:", "TY-{paper}")),
            (("Cách xử lý chất thải:", "hầm biogas 60 khối, ủ phân bằng men vi sinh"),),
            (("Giá trị bảo hiểm:", "{money} đồng"), ("Kỳ hạn:", "12 tháng")),
        ),
        "Số liệu ghi trong bản này khớp với sổ nhật ký chăn nuôi. Mỗi lần nhập giống mới hay xuất bán trên "
        "mười phần trăm tổng đàn, chủ cơ sở sẽ khai bổ sung chậm nhất ba ngày sau đó.",
        "CHỦ CƠ SỞ",
    ),
)

_DECISIONS = (
    Decision(
        "Phê duyệt phương án điều động giáo viên giữa các trường",
        (
            "Chiếu theo Luật Viên chức sửa đổi ngày 25 tháng 11 năm 2019;",
            (
                "Chiếu theo Nghị định số 115/2020/NĐ-CP về tuyển dụng, sử dụng và quản lý viên chức, được bổ "
                "sung bởi Nghị định số 85/2023/NĐ-CP;"
            ),
            "Chiếu theo quy chế làm việc ban hành kèm văn bản số {paper} năm {year};",
            "Sau khi xem Tờ trình của tổ tổ chức cán bộ gửi {date},",
        ),
        (
            (
                "Điều 1. Điều động cô {name}, hạng III, mã số V.07.03.29, đang giảng dạy bộ môn vật lý, về "
                "nhận nhiệm vụ ở Trường phổ thông dân tộc bán trú Suối Khoáng từ đầu học kỳ II."
            ),
            (
                "Điều 2. Tiền lương, phụ cấp thâm niên và phụ cấp thu hút vùng khó khăn do đơn vị mới chi; "
                "cô {name} được thanh toán tàu xe một lượt, mức khoán {money} đồng."
            ),
            (
                "Điều 3. Hai hiệu trưởng bàn giao sổ điểm, giáo án, đồ dùng thí nghiệm, hoàn tất trước 17 "
                "giờ chiều {day}; quá hạn phải giải trình bằng văn bản."
            ),
            (
                "Điều 4. Chánh văn phòng, tổ trưởng tài vụ cùng các cá nhân nêu ở trên có nhiệm vụ thực thi. "
                "Mọi quy định trái với nội dung này đều bị bãi bỏ./."
            ),
        ),
    ),
    Decision(
        "Xử phạt hành vi khai thác gỗ trái phép trong rừng phòng hộ",
        (
            "Dựa vào Luật Lâm nghiệp có hiệu lực từ 01/01/2019;",
            (
                "Dựa vào Nghị định số 35/2019/NĐ-CP ngày 25 tháng 4 năm 2019, đã sửa đổi năm 2022, về xử "
                "phạt vi phạm hành chính trên lĩnh vực bảo vệ rừng;"
            ),
            "Dựa vào biên bản số {paper}/BB-VPHC do trạm Đèo Gió ghi nhận {date};",
            "Xem xét lời trình bày, tình tiết giảm nhẹ và hoàn cảnh thực tế của đương sự,",
        ),
        (
            (
                "Điều 1. Phạt tiền {money} đồng đối với anh {other}, ngụ tại {home}, vì đã cưa hạ bảy cây "
                "sao đen, khối lượng quy tròn 4,38 m3."
            ),
            (
                "Điều 2. Tịch thu một cưa xăng, hai dây cáp kéo cùng toàn bộ số gỗ; giao hạt kiểm lâm bán "
                "đấu giá, nộp công quỹ sau khi trừ phí vận chuyển, bốc xếp."
            ),
            (
                "Điều 3. Đương sự phải trồng lại 0,6 ha bằng giống bản địa, chăm sóc đủ ba năm, tỷ lệ sống "
                "tối thiểu tám mươi lăm phần trăm."
            ),
            (
                "Điều 4. Nộp phạt qua Kho bạc trước {day}. Không tự giác chấp hành thì bị cưỡng chế; có "
                "quyền kiện ra tòa nếu cho rằng việc xử lý là oan sai./."
            ),
        ),
    ),
)

_CERTIFICATES = (
    Certificate(
        "BẰNG CHỨNG NHẬN TRƯỜNG ĐẠT CHUẨN XANH",
        "Theo biên bản chấm điểm của đoàn đánh giá ngoài, {office} công nhận:",
        (
            "Tên nhà trường: Trường trung học cơ sở Nguyễn Hữu Vọng; loại hình: công lập tự chủ một phần",
            "Hiệu trưởng đương nhiệm: nhà giáo {name} (sinh {born})",
            "Địa điểm: {home}; đường dây nóng {phone}",
            "Quy mô: 24 lớp, 913 học sinh, 51 cán bộ; tỷ lệ che phủ cây trong khuôn viên: 43,5 %",
        ),
        (
            (
                "Thuộc nhóm cơ sở đạt mức độ hai về môi trường học đường an toàn, thân thiện, tiết kiệm năng "
                "lượng; tổng điểm 87/100, không có tiêu chí nào dưới trung bình."
            ),
            (
                "Đơn vị được phép gắn biển hiệu ở cổng chính, in biểu trưng lên tài liệu tuyển sinh, đồng "
                "thời ưu tiên lắp tấm pin mặt trời bằng vốn viện trợ."
            ),
            (
                "Hằng quý, ban giám hiệu gửi báo cáo tự giám sát; đoàn có thể kiểm tra bất ngờ. Hai lần liên "
                "tiếp rớt chuẩn sẽ bị thu hồi và công bố rộng rãi."
            ),
            (
                "Hiệu lực: sáu mươi tháng, tính từ hôm ký. Ghi danh ở trang {count}, tập lưu trữ C, số thứ "
                "tự {paper}."
            ),
        ),
    ),
    Certificate(
        "CHỨNG THƯ NGUỒN GỐC GỖ RỪNG TRỒNG",
        "Sau khi thẩm tra hồ sơ lâm sản, {office} xác lập các dữ kiện như sau:",
        (
            "Bên bán: ông bà {other}, mã số thuế cá nhân {number}",
            "Lô, khoảnh, tiểu khu: lô 9b, khoảnh 4, tiểu khu 217; thuộc {home}",
            "Chủng loại: keo lai giâm hom, chu kỳ 7 tuổi; đường kính bình quân 18,6 cm",
            "Tổng khối lượng nghiệm thu: 126,75 m3 gỗ tròn và 40 ster củi cành",
        ),
        (
            (
                "Gỗ nêu trên không nằm trong danh mục cấm, được phép lưu thông toàn quốc và xuất khẩu sang "
                "các thị trường yêu cầu truy xuất, với điều kiện mang theo bảng kê có xác nhận từng chuyến."
            ),
            (
                "Bên mua phải lưu bản chính năm năm; khi chế biến thành dăm, ván bóc hoặc viên nén thì lập "
                "bảng quy đổi hao hụt không vượt quá mười hai phần trăm."
            ),
            "Xe chở quá khổ, đi sai tuyến hay sang mạn dọc đường làm chứng thư mất giá trị ngay lập tức.",
            (
                "Sử dụng cho một vụ khai thác, chấm dứt vào {day}. Lệ phí thẩm tra {money} đồng đã thu đủ, "
                "biên lai ký hiệu AK/24P."
            ),
        ),
    ),
)

_REQUESTS = (
    Request(
        "ĐƠN XIN CHUYỂN TRƯỜNG CHO HỌC SINH",
        (
            (("Phụ huynh:", "{other}"), ("Nghề:", "thợ sửa tàu cá")),
            (("Học sinh:", "{name}"), ("Lớp:", "7A3")),
            (("Ngụ tại:", "{home}"),),
            (("Căn cước phụ huynh:", "{number}"),),
        ),
        (
            (
                "Từ tháng chạp vừa rồi, xưởng đóng tàu nơi tôi làm dời về cửa biển, cách chỗ trọ cũ gần bốn "
                "chục cây số. Mỗi sáng cháu phải dậy lúc 4 giờ 30, qua hai chuyến đò ngang mới kịp giờ truy "
                "bài; hôm nào gió chướng, sóng lớn thì đành nghỉ."
            ),
            (
                "Học bạ hai năm liền của cháu đều xếp loại tốt, riêng môn toán đạt 9,1; hạnh kiểm không bị "
                "nhắc nhở. Giáo viên chủ nhiệm và ban đại diện cha mẹ đã ký vào phiếu đồng thuận."
            ),
            (
                "Vợ chồng tôi khẩn khoản xin quý phòng tiếp nhận cháu về Trường trung học cơ sở Cồn Ngựa "
                "trước khi vào tuần lễ ôn tập, kẻo lỡ bài vở. Học phí, quỹ lớp, đồng phục gia đình lo liệu "
                "đầy đủ."
            ),
            (
                "Gửi cùng lá đơn: học bạ bản chính, phiếu tiêm chủng, hợp đồng thuê trọ đến {day} và giấy "
                "giới thiệu của xưởng."
            ),
        ),
        "Gia đình chuyển đến sinh sống thực tế từ đầu năm, nguyện vọng là chính đáng.",
    ),
    Request(
        "ĐƠN KIẾN NGHỊ SỬA CHỮA CẦU TREO DÂN SINH",
        (
            (("Thay mặt tổ liên gia:", "{name}"),),
            (("Cư ngụ:", "{home}"),),
            (("Giấy tờ mang theo:", "{number}"), ("Máy bàn:", "{phone}")),
        ),
        (
            (
                "Cây cầu bắc qua suối Ngàn Sậu dài 58 mét do bà con góp công dựng từ năm 2003. Qua ba mùa "
                "lũ, dây cáp thượng lưu bung sợi, hai mươi mốt tấm ván mục, trụ neo phía bờ tả nghiêng thấy "
                "rõ bằng mắt thường."
            ),
            (
                "Ngày 14 vừa qua, chị {other} chở mủ cao su bị sụt ván, ngã xuống lòng suối gãy xương đòn. "
                "Trẻ con đi nhà trẻ phải cõng, xe cứu thương không vào được, nông sản ế đọng khiến thương "
                "lái ép giá."
            ),
            (
                "Chúng tôi tha thiết kiến nghị hai việc: thứ nhất, cấm tạm xe tải nhẹ và cắm biển trọng "
                "lượng; thứ nhì, bố trí khoảng {money} đồng thay cáp, đổ lại mố bê tông, lợp lan can lưới "
                "thép."
            ),
            (
                "Dân sẵn sàng hiến tre, đá hộc, mỗi nhà ba ngày công. Rất mong sớm được hồi âm, kèm lịch "
                "khảo sát của kỹ sư giao thông."
            ),
        ),
        "Phản ánh trên hoàn toàn xác thực; chúng tôi đã rào chắn tạm hai đầu cầu.",
    ),
)

_MINUTES = (
    Minutes(
        ("BIÊN BẢN", "Nghiệm thu thiết bị phòng thí nghiệm"),
        (
            "Bắt đầu từ 14 giờ, {date}, ở hội trường lầu 2 của {office}. Thành phần dự:",
            (
                "Bên giao: kỹ sư {name}, giám đốc bán hàng. Bên nhận: cô {other}, phụ trách thiết bị; thầy "
                "{third}."
            ),
            "Hai bên mở thùng, cắm điện chạy thử liên tục chín mươi phút rồi ghi nhận từng món:",
        ),
        ("STT", "Chủng loại máy", "SL", "Thông số đo được", "Kết luận"),
        (0.09, 0.33, 0.10, 0.28, 0.20),
        (
            ("Kính hiển vi quang học", "15", "phóng đại 1.600 lần", "hợp chuẩn"),
            ("Cân phân tích điện tử", "04", "sai số 0,1 mg", "hợp chuẩn"),
            ("Tủ hút khí độc", "02", "lưu lượng 820 m3/giờ", "ồn, phải chỉnh"),
            ("Nồi hấp tiệt khuẩn", "01", "121 độ C, 20 phút", "hợp chuẩn"),
            ("Máy khuấy từ gia nhiệt", "{count}", "1.500 vòng/phút", "thiếu dây nguồn"),
            ("Bộ quả nặng có móc", "30", "từ 5 g đến 500 g", "móp 01 hộp"),
            ("Máy phát âm tần", "08", "méo 0,5 %", "hợp chuẩn"),
        ),
        (
            (
                "Hàng lỗi được đổi mới miễn phí trước {day}; giữ lại năm phần trăm giá trị, tức {money} "
                "đồng, làm tiền bảo hành hai mươi bốn tháng."
            ),
            (
                "Buổi nghiệm thu khép lại lúc 16 giờ 25. Văn bản in bốn bộ giống nhau, mỗi phía cất hai bộ "
                "để đối chứng về sau."
            ),
        ),
        ("BÊN NHẬN", "BÊN GIAO"),
    ),
    Minutes(
        ("BIÊN BẢN", "Tuần tra rừng đầu nguồn và gỡ bẫy thú"),
        (
            "Tổ tuần tra xuất phát 5 giờ 50, {date}, men theo đường mòn từ chốt Đèo Gió lên tiểu khu 217.",
            (
                "Tổ trưởng: anh {name}; liên lạc vô tuyến: anh {other}. Trời nhiều mây, tầm nhìn xa tám trăm "
                "mét."
            ),
            "Dọc tuyến dài 12,4 km, tổ phát hiện và xử lý những điểm sau:",
        ),
        ("Mốc", "Tọa độ, vị trí", "Dấu vết", "Đã làm gì", "Giờ"),
        (0.09, 0.27, 0.24, 0.28, 0.12),
        (
            ("khe Đá Bàn, sườn bắc", "41 bẫy dây phanh", "tháo dỡ, chụp hình", "7h05"),
            ("bãi bằng gần thác Voi", "lán bạt bỏ hoang", "đốt bỏ, rắc vôi", "8h20"),
            ("yên ngựa cao 932 mét", "gốc giổi mới cưa", "đóng búa, lập hồ sơ", "9h40"),
            ("bìa nương ngô cũ", "tro bếp còn ấm", "phục kích hai giờ", "10h55"),
            ("chân cột mốc 88", "phân và lông gấu", "đặt máy ảnh tự động", "12h30"),
            ("ngầm tràn Khe Lim", "vỏ bình ắc quy", "thu gom về trạm", "14h10"),
            ("trảng cỏ lau", "thòng lọng cáp", "cắt hủy tại chỗ", "15h45"),
        ),
        (
            (
                "Tang vật niêm phong gồm 6 bao tải, giao thủ kho {third} cất giữ. Cần thêm hai bộ võng, "
                "thuốc sốt rét và pin bộ đàm cho đợt sau."
            ),
            (
                "Tổ về tới chốt lúc 18 giờ 15, quân số đủ, một người trượt chân bong gân nhẹ. Đề xuất mở "
                "tuyến phụ qua suối cạn để rút ngắn quãng đường."
            ),
        ),
        ("LIÊN LẠC", "TỔ TRƯỞNG"),
    ),
)

_LETTERS = (
    Letter(
        "V/v chấn chỉnh dạy thêm, học thêm dịp nghỉ hè",
        "Hiệu trưởng các trường tiểu học, trung học cơ sở trực thuộc",
        (
            (
                'Gần đây, báo chí đăng bài "Hè mà chẳng được nghỉ" nêu tình trạng mở lớp tràn lan tại nhà '
                "riêng. Để lấy "
                "lại niềm tin của phụ huynh, {office} quán triệt mấy điểm cốt lõi."
            ),
            (
                "a) Nghiêm cấm thu tiền dưới danh nghĩa tự nguyện; lớp năng khiếu bơi lội, cờ vua, đàn tranh "
                "phải miễn phí hoặc do nhà thiếu nhi đứng ra tổ chức."
            ),
            (
                "b) Giáo viên nào tái phạm sẽ bị hạ bậc thi đua, chuyển hồ sơ sang thanh tra; hiệu trưởng "
                "bao che chịu kỷ luật liên đới, công khai trước hội nghị tháng tám."
            ),
            (
                "c) Thiết lập hộp thư góp ý và đường dây {phone}, trực từ 6 giờ đến 22 giờ; cô {name} tổng "
                "hợp hằng ngày, giữ kín danh tính người cung cấp."
            ),
            (
                "Báo cáo nhanh gửi về trước {day} theo biểu mẫu số {paper}; quá thời gian đó xem như không "
                "triển khai."
            ),
            "Rất mong quý thầy cô đồng lòng hưởng ứng, trả lại mùa hè đúng nghĩa cho tuổi thơ./.",
        ),
    ),
    Letter(
        "V/v cảnh báo cháy rừng cấp V khu vực phía nam",
        "Chủ rừng, các lâm trường và đồn biên phòng lân cận",
        (
            (
                "Đài khí tượng dự báo nắng gắt, gió phơn kéo dài mười ngày, độ ẩm có lúc tụt xuống 38 %. "
                "Thảm thực bì khô nỏ, chỉ một mẩu tàn thuốc cũng đủ gây thảm họa; {office} phát cảnh báo mức "
                "cực kỳ nguy hiểm."
            ),
            (
                "- Ngừng ngay mọi hoạt động đốt nương, hun khói lấy mật, thắp hương ngoài nghĩa trang sau 9 "
                "giờ sáng."
            ),
            (
                "- Huy động tối thiểu {count} người mỗi chốt, thay ca bốn tiếng; chuẩn bị bàn dập, cuốc, can "
                "nước và máy thổi gió đeo vai, kiểm tra xăng dầu đầy bình."
            ),
            (
                "- Phát quang băng trắng rộng 15 mét quanh kho vật liệu nổ, trạm biến áp; flycam bay quét "
                "hai lượt sáng, chiều, truyền hình ảnh nhiệt về trung tâm."
            ),
            (
                "Hễ thấy khói, gọi số {phone} gặp anh {other} hoặc kênh vô tuyến 7; chậm trễ quá 15 phút bị "
                "coi là thiếu tinh thần trách nhiệm."
            ),
            "Kinh phí ứng trực tạm chi {money} đồng, quyết toán sau {day}. Yêu cầu túc trực, không lơ là./.",
        ),
    ),
)

MEASURED = Wording(
    surnames=("Âu", "Bạch", "Cung", "Diệp", "Khổng", "Lục", "Mạc", "Nghiêm", "Ông", "Phùng", "Tống", "Vương"),
    middles=("Ánh", "Bảo", "Diễm", "Gia", "Hải", "Kiều", "Nhật", "Quốc", "Tuấn", "Xuân", "Hoài"),
    given=(
        "Ân",
        "Bình",
        "Cẩm",
        "Dũng",
        "Đạo",
        "Giỏi",
        "Hưng",
        "Kỳ",
        "Linh",
        "Mỹ",
        "Nghĩa",
        "Phụng",
        "Sáu",
        "Yến",
    ),
    places=("thị trấn Phú Sơn", "xã Vĩnh Thuận Đông", "xã Cồn Ngựa", "huyện đảo Hòn Mây"),
    villages=("ấp Rạch Gốc", "tổ 12B", "buôn Ea Tling", "bản Nậm Khẩu", "số 47/9 đường Lũy Tre"),
    years=(2023, 2025),
    offices=_OFFICES,
    recipients=(
        "- Như kính gửi;",
        "- Đồng chí Bí thư (thay b/c);",
        "- Đoàn thanh tra liên ngành;",
        "- Website đơn vị;",
        "- Lưu: HC, hồ sơ vụ việc (Dg12).",
    ),
    forms=_FORMS,
    decisions=_DECISIONS,
    certificates=_CERTIFICATES,
    requests=_REQUESTS,
    minutes=_MINUTES,
    letters=_LETTERS,
)
