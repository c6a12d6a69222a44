"""The wordings of the tuning set: constants may be chosen by looking at pages that say this."""

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
        ("ỦY BAN NHÂN DÂN", "XÃ HÒA LẠC THƯỢNG"),
        "Ủy ban nhân dân xã Hòa Lạc Thượng",
        "Đông Xuyên",
        "UBND",
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA LẠC THƯỢNG",
    ),
    Office(
        ("UBND TỈNH ĐÔNG XUYÊN", "SỞ TƯ PHÁP"),
        "Sở Tư pháp tỉnh Đông Xuyên",
        "Đông Xuyên",
        "STP",
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "GIÁM ĐỐC SỞ TƯ PHÁP TỈNH ĐÔNG XUYÊN",
    ),
    Office(
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN GIANG"),
        "Ủy ban nhân dân phường Bến Giang",
        "Đông Xuyên",
        "UBND",
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG BẾN GIANG",
    ),
)

_FORMS = (
    Form(
        "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",
        (
            (("Họ, chữ đệm, tên người yêu cầu:", "{name}"),),
            (("Nơi cư trú:", "{home}"),),
            (("Giấy tờ tùy thân:", "CCCD số {number}"),),
            (("Cấp ngày:", "{day}"), ("Điện thoại:", "{phone}")),
            (("Quan hệ với người được khai sinh:", "em ruột"),),
        ),
        "Đề nghị cơ quan đăng ký lại khai sinh cho người có tên dưới đây:",
        (
            (("Họ, chữ đệm, tên:", "{other}"),),
            (("Ngày, tháng, năm sinh:", "{other_born}"), ("Giới tính:", "Nam")),
            (("Dân tộc:", "Kinh"), ("Quốc tịch:", "Việt Nam")),
            (("Nơi sinh:", "Trạm y tế xã Hòa Lạc Thượng"),),
            (("Quê quán:", "{home}"),),
            (("Họ, chữ đệm, tên người cha:", "{third}"),),
            (("Năm sinh:", "1951"), ("Nơi cư trú:", "cùng địa chỉ")),
            (("Đã đăng ký khai sinh tại:", "{office}"),),
        ),
        "Tôi xin cam đoan các thông tin kê khai ở trên là đúng và bản chính Giấy khai sinh trước đây đã bị "
        "mất, không còn lưu giữ được. Nếu khai sai, tôi xin chịu xử lý theo quy định của pháp luật về hộ "
        "tịch và hoàn trả giấy tờ đã được cấp.",
        "NGƯỜI KHAI",
    ),
    Form(
        "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",
        (
            (("1. Họ và tên:", "{name}"), ("Giới tính:", "Nữ")),
            (("2. Ngày, tháng, năm sinh:", "{born}"), ("Dân tộc:", "Tày")),
            (("3. Số định danh cá nhân:", "{number}"),),
            (("4. Hộ khẩu thường trú:", "{home}"),),
            (("5. Nơi ở hiện nay:", "cùng gia đình con trai"),),
            (("6. Tình trạng đi học:", "không đi học"), ("Lý do:", "đã già yếu")),
        ),
        "Thông tin về người chăm sóc, nuôi dưỡng:",
        (
            (("7. Họ và tên:", "{other}"), ("Năm sinh:", "1972")),
            (("8. Quan hệ:", "con đẻ"), ("Nghề nghiệp:", "làm ruộng")),
            (("9. Số thẻ bảo hiểm y tế:", "HT2 0009 {paper}"),),
            (("10. Hưởng từ:", "{day}"), ("Mức:", "{money} đồng")),
            (("11. Khả năng tự phục vụ:", "phải có người giúp đỡ một phần"),),
            (("12. Tài khoản:", "{number}"), ("Ngân hàng:", "Hợp tác xã")),
            (("13. Ủy quyền:", "{other}"), ("Điện thoại:", "{phone}")),
        ),
        "Những điều tôi kê khai trên đây là trung thực. Gia đình chưa hưởng khoản trợ giúp nào khác từ ngân "
        "sách; khi hoàn cảnh thay đổi tôi sẽ báo với cán bộ phụ trách để điều chỉnh hoặc thôi hưởng.",
        "NGƯỜI ĐỀ NGHỊ",
    ),
)

_DECISIONS = (
    Decision(
        "Về việc cho phép thay đổi, cải chính hộ tịch",
        (
            "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;",
            (
                "Căn cứ Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ quy định chi "
                "tiết một số điều và biện pháp thi hành Luật Hộ tịch;"
            ),
            "Căn cứ Thông tư số 04/2020/TT-BTP của Bộ trưởng Bộ Tư pháp;",
            "Xét đề nghị của công chức tư pháp - hộ tịch tại Báo cáo số {paper}/BC-TP {date},",
        ),
        (
            (
                "Điều 1. Cải chính phần ghi về năm sinh trong Giấy khai sinh của ông {name}, cư trú tại "
                "{home}: từ năm 1967 thành năm 1969, theo lý lịch do cơ quan quân sự xác nhận."
            ),
            (
                "Điều 2. Người có tên tại Điều 1 nộp lại các bản sao đã được cấp trước ngày {day} và liên hệ "
                "cơ quan công an để điều chỉnh thông tin trong cơ sở dữ liệu quốc gia về dân cư."
            ),
            (
                "Điều 3. Công chức tư pháp - hộ tịch ghi nội dung cải chính vào sổ gốc, đóng dấu lên phần đã "
                "sửa và thông báo cho cơ quan đang lưu giữ sổ thứ hai trong thời hạn mười ngày."
            ),
            (
                "Điều 4. Văn phòng, bộ phận một cửa và ông {name} chịu trách nhiệm thi hành Quyết định này "
                "kể từ ngày ký./."
            ),
        ),
    ),
    Decision(
        "Về việc hỗ trợ hộ gia đình bị thiệt hại do sạt lở bờ sông",
        (
            "Căn cứ Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013;",
            (
                "Căn cứ Nghị định số 02/2017/NĐ-CP ngày 09 tháng 01 năm 2017 về cơ chế, chính sách hỗ trợ "
                "sản xuất nông nghiệp để khôi phục sản xuất vùng bị thiệt hại;"
            ),
            "Căn cứ Nghị quyết số {paper}/NQ-HĐND của Hội đồng nhân dân về dự toán chi năm {year};",
            "Theo biên bản kiểm tra hiện trường lập {date} và đề nghị của Ban chỉ huy phòng thủ dân sự,",
        ),
        (
            (
                "Điều 1. Hỗ trợ {money} đồng cho hộ bà {name}, thường trú tại {home}, có nhà ở bị sập hoàn "
                "toàn và phải di dời khẩn cấp."
            ),
            (
                "Điều 2. Nguồn kinh phí trích từ quỹ dự phòng ngân sách; việc chi trả thực hiện một lần, có "
                "ký nhận của chủ hộ hoặc người được chủ hộ ủy quyền hợp lệ."
            ),
            (
                "Điều 3. Bộ phận kế toán lập thủ tục cấp phát, thanh toán và quyết toán với Kho bạc Nhà nước "
                "trước ngày {day}."
            ),
            (
                "Điều 4. Quyết định có hiệu lực từ ngày ký; trưởng thôn, các đoàn thể và hộ bà {name} căn cứ "
                "Quyết định thi hành./."
            ),
        ),
    ),
)

_CERTIFICATES = (
    Certificate(
        "GIẤY CHỨNG NHẬN HỘ THOÁT NGHÈO",
        "{office} chứng nhận hộ gia đình có các thông tin sau đây:",
        (
            "Họ và tên chủ hộ: {name}; giới tính: Nam; dân tộc: Nùng",
            "Sinh ngày: {born}; số định danh cá nhân: {number}",
            "Địa chỉ cư trú: {home}",
            "Số nhân khẩu trong hộ: {count}; số người trong độ tuổi lao động: 03",
            "Nguồn thu chính: chăn nuôi trâu bò, trồng quế và làm thuê theo mùa",
        ),
        (
            (
                "Đã vươn lên thoát khỏi diện nghèo theo kết quả rà soát định kỳ cuối năm {year}, được cộng "
                "đồng dân cư bình xét công khai và niêm yết tại nhà văn hóa trong bảy ngày làm việc."
            ),
            (
                "Giấy này có giá trị để gia đình tiếp tục được vay vốn ưu đãi, học nghề và hưởng thẻ bảo "
                "hiểm y tế trong thời gian ba mươi sáu tháng kể từ ngày được công nhận."
            ),
            (
                "Chủ hộ có trách nhiệm giữ gìn, không được tẩy xóa, cho mượn; khi chuyển đến địa phương khác "
                "phải xuất trình để được xem xét."
            ),
            "Vào sổ theo dõi số {paper}, quyển số 02, lập tại bộ phận lao động - thương binh và xã hội.",
            (
                "Trong thời gian nói trên, nếu gặp rủi ro do thiên tai, dịch bệnh hoặc có người ốm đau dài "
                "ngày làm thu nhập giảm sút, hộ được đề nghị đánh giá lại để hưởng trợ giúp đột xuất."
            ),
        ),
    ),
    Certificate(
        "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG NHÀ VĂN HÓA",
        "Căn cứ hồ sơ đăng ký và ý kiến của nhân dân, {office} chứng nhận:",
        (
            "Tổ chức sử dụng: Câu lạc bộ dưỡng sinh và đờn ca tài tử khu vực Bến Giang",
            "Người đại diện: {name}, sinh ngày {born}",
            "Giấy tờ: căn cước số {number}; điện thoại liên hệ: {phone}",
            "Trụ sở sinh hoạt: {home}",
            "Diện tích được giao: 186 m2 đất, 92 m2 sàn; hạng mục kèm theo: sân, cổng, giếng nước",
        ),
        (
            (
                "Được sử dụng công trình vào các buổi tối thứ ba, thứ năm và sáng chủ nhật hằng tuần, trừ "
                "những ngày phục vụ bầu cử, tiếp xúc cử tri hoặc phòng chống bão lụt."
            ),
            (
                "Người đại diện phải bảo đảm an toàn phòng cháy, chữa cháy, giữ vệ sinh chung và trả tiền "
                "điện theo công tơ riêng vào ngày 05 hằng tháng."
            ),
            "Thời hạn sử dụng đến hết {date}; muốn gia hạn phải gửi đơn trước đó ít nhất mười lăm ngày.",
            "Mọi sửa chữa làm thay đổi kết cấu chỉ được tiến hành khi có văn bản đồng ý.",
            (
                "Bàn ghế, loa đài, tủ sách được kiểm đếm hai lần mỗi năm; đồ vật hỏng do lỗi của người dùng "
                "thì câu lạc bộ phải bồi thường theo giá thị trường tại thời điểm lập biên bản."
            ),
        ),
    ),
)

_REQUESTS = (
    Request(
        "ĐƠN ĐỀ NGHỊ HƯỞNG CHẾ ĐỘ THANH NIÊN XUNG PHONG",
        (
            (("Tên tôi là:", "{name}"), ("Bí danh:", "không có")),
            (("Sinh ngày:", "{born}"), ("Số CCCD:", "{number}")),
            (("Trú quán:", "{home}"),),
            (("Đơn vị:", "Đại đội 305, Đội 40"), ("Thời gian:", "4 năm 7 tháng")),
        ),
        (
            (
                "Tôi được tuyển vào lực lượng thanh niên xung phong từ mùa thu năm 1968, làm nhiệm vụ san "
                "lấp hố bom, thông đường và tải gạo ở các cung đường phía tây. Hoàn thành nhiệm vụ, tôi trở "
                "về quê lao động sản xuất và tham gia công tác ở hợp tác xã."
            ),
            (
                "Do trận lụt lớn, toàn bộ giấy tờ gốc của tôi đã bị hư hỏng, chỉ còn lại một tấm huy hiệu và "
                "bản khai lý lịch có chữ ký của ông {other}, nguyên đại đội trưởng."
            ),
            (
                "Đến nay tôi chưa nhận trợ cấp một lần cũng như trợ cấp hằng tháng nào dành cho thanh niên "
                "xung phong. Vậy tôi làm đơn này kính mong các cấp xem xét, giải quyết quyền lợi theo đúng "
                "chính sách."
            ),
            (
                "Kèm theo đơn có: bản khai cá nhân, giấy xác nhận của hai đồng đội cùng đơn vị, bản sao lý "
                "lịch đảng viên và sổ bảo hiểm y tế."
            ),
        ),
        "Ông (bà) có tên trong đơn hiện đang cư trú tại địa phương, lời khai là đúng.",
    ),
    Request(
        "ĐƠN XIN XÁC NHẬN TÌNH TRẠNG NHÀ Ở",
        (
            (("Họ tên người viết đơn:", "{name}"),),
            (("Ngày sinh:", "{born}"), ("Điện thoại:", "{phone}")),
            (("Chỗ ở hiện tại:", "{home}"),),
            (("Số giấy tờ:", "{number}"), ("Ngày cấp:", "{day}")),
        ),
        (
            (
                "Gia đình tôi có năm nhân khẩu, hiện sống trong căn nhà cấp bốn dựng từ năm 1994, mái lợp "
                "ngói xi măng đã dột nát, tường phía sau nứt dài hơn hai mét và không có công trình phụ khép "
                "kín."
            ),
            (
                "Ngoài thửa đất đang ở, vợ chồng tôi không đứng tên nhà, đất nào khác trong và ngoài tỉnh; "
                "chưa từng được Nhà nước hỗ trợ xây dựng hoặc cải tạo chỗ ở dưới bất kỳ hình thức nào."
            ),
            (
                "Kính đề nghị {office} xác nhận nội dung trên để tôi bổ sung hồ sơ vay {money} đồng tại Ngân "
                "hàng Chính sách xã hội, xây lại nhà trước mùa mưa bão."
            ),
            (
                "Tôi cam kết sử dụng tiền vay đúng mục đích, trả nợ đúng kỳ và xin chịu trách nhiệm nếu có "
                "điều gì gian dối. Tôi xin trân trọng cảm ơn."
            ),
        ),
        "Nhà ở của gia đình đúng như đơn đã trình bày, đề nghị ngân hàng tạo điều kiện.",
    ),
)

_MINUTES = (
    Minutes(
        ("BIÊN BẢN", "Kiểm kê hiện vật của nhà truyền thống"),
        (
            "Hôm nay, vào hồi 08 giờ 15 phút {date}, tại trụ sở {office}, chúng tôi gồm có:",
            "1. Ông {name}, trưởng ban kiểm kê; 2. Bà {other}, kế toán, thư ký; 3. Ông {third}, thủ kho.",
            "Đã cùng nhau đối chiếu sổ sách với thực tế và thống nhất kết quả như sau:",
        ),
        ("TT", "Tên hiện vật", "Số lượng", "Hiện trạng", "Nơi để"),
        (0.08, 0.34, 0.14, 0.26, 0.18),
        (
            ("Trống đồng phục chế cỡ nhỏ", "02", "còn tốt", "tủ kính A"),
            ("Ảnh tư liệu khổ 30 x 40", "148", "ố vàng 12 tấm", "tầng hai"),
            ("Chiêng, cồng của đồng bào", "07", "một chiếc rạn", "kệ số 3"),
            ("Sổ ghi công, bằng khen", "{count}", "đầy đủ", "két sắt"),
            ("Áo trấn thủ, mũ nan", "11", "cần phun thuốc chống mối", "tủ kính B"),
            ("Bản đồ hành quân vẽ tay", "03", "rách góc, đã bồi lại", "kệ số 1"),
            ("Máy chiếu phim nhựa", "01", "hỏng đèn", "kho sau"),
        ),
        (
            (
                "Tổng giá trị còn lại tính theo sổ là {money} đồng. Những hiện vật hư hỏng được lập danh mục "
                "riêng, đề nghị cấp trên cho sửa chữa hoặc thanh lý."
            ),
            (
                "Thủ kho tiếp tục quản lý số còn lại, mỗi tháng lau chùi một lần, ghi nhật ký nhiệt độ và độ "
                "ẩm, không cho mang ra ngoài khi chưa có phiếu xuất do trưởng ban ký duyệt."
            ),
            (
                "Biên bản lập xong hồi 11 giờ 40 phút cùng ngày, đọc lại cho mọi người nghe và đồng ý ký "
                "tên, làm thành ba bản giữ ở ba nơi."
            ),
        ),
        ("THƯ KÝ", "TRƯỞNG BAN"),
    ),
    Minutes(
        ("BIÊN BẢN", "Họp bình xét gia đình văn hóa khu dân cư"),
        (
            "Thời gian bắt đầu: 19 giờ 30 phút, {date}. Địa điểm: nhà sinh hoạt cộng đồng, {home}.",
            "Chủ trì: ông {name}, bí thư chi bộ. Ghi chép: bà {other}. Số hộ được mời 96, số hộ có mặt 81.",
            "Sau khi nghe thông qua tiêu chuẩn, hội nghị thảo luận dân chủ và biểu quyết từng trường hợp:",
        ),
        ("Số", "Chủ hộ", "Tán thành", "Không", "Ghi chú"),
        (0.08, 0.32, 0.15, 0.12, 0.33),
        (
            ("Lương Thế Quyền", "81", "0", "đạt ba năm liền"),
            ("Tạ Thị Nhường", "79", "2", "mới chuyển về từ tháng ba"),
            ("Quách Văn Bổng", "64", "17", "chậm nộp quỹ vệ sinh"),
            ("Chử Đức Lượng", "80", "1", "có con đỗ đại học"),
            ("Giáp Thị Thoa", "77", "4", "hiến 25 m2 đất làm đường"),
            ("Viên Đình Chuyên", "40", "41", "không đạt, vi phạm nồng độ cồn"),
            ("Ninh Công Rạng", "81", "0", "đề nghị tuyên dương"),
        ),
        (
            (
                "Kết quả được niêm yết tại bảng tin trong năm ngày để lấy ý kiến. Hội nghị đề nghị {office} "
                "ra quyết định công nhận và cấp giấy chứng nhận cho các hộ đạt tiêu chuẩn."
            ),
            "Ban công tác mặt trận gặp riêng những hộ chưa đạt để động viên khắc phục trong năm tới.",
            "Cuộc họp kết thúc lúc 21 giờ 45 phút, toàn thể nhất trí, không có ý kiến bảo lưu.",
        ),
        ("NGƯỜI GHI", "CHỦ TRÌ"),
    ),
)

_LETTERS = (
    Letter(
        "V/v rà soát, cập nhật hồ sơ người có công trên phần mềm",
        "Trưởng các phòng, ban chuyên môn và Công an xã",
        (
            (
                "Thực hiện Kế hoạch số {paper}/KH-{symbol} về chuyển đổi số trong quản lý đối tượng chính "
                "sách, {office} yêu cầu các đơn vị khẩn trương triển khai những nội dung dưới đây."
            ),
            (
                "1. Đối chiếu từng trường hợp đang hưởng trợ cấp với danh sách chi trả quý trước; lập bảng "
                "kê người đã mất, chuyển đi, trùng tên hoặc sai ngày sinh, hoàn thành trước ngày {day}."
            ),
            (
                "2. Quét toàn bộ giấy tờ gốc còn lưu trong tủ, đặt tên tệp theo mã hồ sơ; trang mờ, rách "
                "phải chụp lại, ghi rõ tình trạng vào phiếu bàn giao."
            ),
            (
                "3. Mỗi thôn cử một cán bộ hỗ trợ người cao tuổi kê khai, không yêu cầu công dân nộp thêm "
                "loại giấy tờ đã có trong kho dữ liệu dùng chung."
            ),
            (
                "Vướng mắc phản ánh về bà {name}, số máy {phone}, để tổng hợp báo cáo vào chiều thứ sáu hằng "
                "tuần."
            ),
            (
                "Công an xã phối hợp xác thực số định danh của từng người, trả kết quả bằng tệp bảng tính có "
                "mật khẩu; tuyệt đối không gửi danh sách qua mạng xã hội hoặc hộp thư cá nhân."
            ),
            "Nhận được công văn, đề nghị thủ trưởng các đơn vị nghiêm túc tổ chức thực hiện./.",
        ),
    ),
    Letter(
        "V/v trả lời kiến nghị của công dân về đất ruộng",
        "Ông {name}, cư trú tại {home}",
        (
            (
                "Bộ phận tiếp dân nhận được đơn của ông ghi {date}, phản ánh việc đo đạc thửa ruộng số "
                "{paper} có sự chênh lệch so với bản đồ năm 1999."
            ),
            (
                "Qua xác minh thực địa, đối chiếu sổ mục kê và làm việc với các hộ liền kề, chúng tôi nhận "
                "thấy phần diện tích giảm 42 m2 là do mở rộng bờ kênh tưới theo dự án thủy lợi nội đồng, đã "
                "có biên bản thỏa thuận mang chữ ký của ông {other}."
            ),
            (
                "Như vậy việc đo đạc là đúng trình tự. Tuy nhiên tiền đền bù hoa màu của vụ đông chưa được "
                "chi trả đầy đủ; {office} đã chỉ đạo kế toán cấp bổ sung {money} đồng trước ngày {day}."
            ),
            (
                "Trường hợp không nhất trí, ông có quyền khiếu nại lần đầu trong thời hạn chín mươi ngày "
                "hoặc khởi kiện vụ án hành chính tại tòa án có thẩm quyền."
            ),
            (
                "Bản vẽ hoàn công của đoạn kênh và trích lục sổ mục kê được gửi kèm văn bản này; gia đình có "
                "thể đến phòng tiếp dân vào sáng thứ ba để xem bản gốc."
            ),
            "Trên đây là nội dung trả lời, xin thông báo để ông được biết./.",
        ),
    ),
)

TUNING = Wording(
    surnames=("Lương", "Tạ", "Quách", "Chử", "Giáp", "Viên", "Ninh", "Từ", "La", "Đào"),
    middles=("Thế", "Thị", "Văn", "Đức", "Đình", "Công", "Khắc", "Thúy", "Mạnh"),
    given=("Quyền", "Nhường", "Bổng", "Lượng", "Thoa", "Chuyên", "Rạng", "Khuyên", "Phẩm", "Huế", "Tuyển"),
    places=("xã Hòa Lạc Thượng", "phường Bến Giang", "xã Đồng Quế"),
    villages=("thôn Cổng Đồn", "xóm Bãi Dâu", "khu Chợ Cũ", "thôn Vườn Trầu"),
    years=(2019, 2022),
    offices=_OFFICES,
    recipients=(
        "- Như trên;",
        "- Thường trực Đảng ủy (để báo cáo);",
        "- Ban Thường trực Mặt trận;",
        "- Cổng thông tin điện tử;",
        "- Lưu: VT, TP (05).",
    ),
    forms=_FORMS,
    decisions=_DECISIONS,
    certificates=_CERTIFICATES,
    requests=_REQUESTS,
    minutes=_MINUTES,
    letters=_LETTERS,
)
