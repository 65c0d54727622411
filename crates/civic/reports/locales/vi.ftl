# Báo cáo hằng năm về thực hiện dân chủ ở cơ sở

reports-nav = Báo cáo
reports-index-title = Báo cáo thực hiện dân chủ ở cơ sở
reports-index-lead = Mọi con số được đếm từ sổ sách hoặc dẫn nguồn. Chọn đơn vị và năm.
reports-index-with-figures = Đơn vị có số liệu
reports-index-empty = Chưa có số liệu nào. Khi xã, phường, đặc khu nhập sổ của mình, hoặc Ban Chỉ đạo tỉnh nhập số báo cáo cũ, báo cáo sẽ hiện ra ở đây.
reports-index-find = Tìm đơn vị khác
reports-home-title = Đình: dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng
reports-home-lead = Báo cáo thực hiện dân chủ ở cơ sở được đếm từ sổ sách. Bấm vào một con số để xem con số ấy đếm những gì.
reports-home-contradictions = { $count ->
    [0] Không có mâu thuẫn
   *[other] { $count } mâu thuẫn trong số liệu
}

reports-title = Báo cáo thực hiện dân chủ ở cơ sở năm { $year }
reports-title-of = { $unit }: báo cáo thực hiện dân chủ ở cơ sở năm { $year }
reports-lead = { $path }. Địa giới tính đến ngày { $date }.
reports-boundary = Địa giới
reports-boundary-as-was = Địa giới năm { $year }
reports-boundary-today = Địa giới hiện nay
reports-boundary-today-of = Số liệu năm { $year } tính theo địa giới hiện nay của { $unit }.
reports-year = Năm
reports-download = Tải về
reports-contents = Nội dung
reports-findings-notice = { $count ->
   *[other] Số liệu có { $count } mâu thuẫn
}
reports-findings-notice-lead = Đình nêu cả hai số, cả hai nguồn và phép tính, không sửa số nào.
reports-findings-see = Xem mâu thuẫn
reports-no-findings = Không tìm thấy mâu thuẫn trong số liệu đã có.
reports-findings-title = Mâu thuẫn trong số liệu
reports-findings-lead = Những số không khớp với nhau. Mỗi chỗ nêu cả hai số, nguồn của từng số và phép tính ai cũng làm lại được. Đình không sửa số nào.
reports-sources-title = Nguồn số liệu
reports-sources-lead = Số báo cáo dẫn từ các nguồn sau. Số đếm được lấy từ sổ sách nhập vào Đình.
reports-section-empty = Chưa có số liệu. Phần này lấy từ: { $forms }.
reports-section-figures = Số liệu
reports-law = Căn cứ

reports-column-indicator = Chỉ tiêu
reports-column-counted = Đếm từ sổ
reports-column-reported = Số báo cáo
reports-column-unit = Đơn vị tính
reports-column-source = Nguồn
reports-column-share = Tỷ lệ
reports-column-place = Đơn vị
reports-column-records = Sổ
reports-column-date = Ngày
reports-column-quantity = Số lượng
reports-total = Tổng số
reports-without = { $value } (chưa có { $missing })
reports-indivisible = không chia được
reports-vnd = { $value } đồng
reports-contradicted = mâu thuẫn
reports-demo-record = Dữ liệu minh họa

reports-figure-lead = { $unit }, năm { $year }.
reports-figure-meaning = Ý nghĩa
reports-figure-counted = Đếm từ sổ
reports-figure-reported = Số báo cáo
reports-figure-none = Chưa có sổ nào được đếm và chưa có nguồn nào báo cáo chỉ tiêu này.
reports-figure-by-unit = Theo đơn vị trực thuộc
reports-figure-records = Dòng sổ được đếm
reports-figure-records-lead = Từng dòng sổ làm nên con số này.
reports-figure-no-records = Con số này không đếm từ sổ: chỉ có số báo cáo.
reports-figure-formula = Cách tính
reports-figure-formula-counts = Đếm từ các sổ: { $forms }.
reports-figure-formula-sum = { $parts }.
reports-figure-formula-ratio = { $of } chia cho { $to }.
reports-figure-formula-reported = Chỉ lấy từ báo cáo.
reports-figure-combine-sum = Cộng các đơn vị cũ.
reports-figure-combine-latest = Lấy số của đơn vị cũ thành lập sau cùng.
reports-figure-combine-weighted = Bình quân gia quyền theo { $weight }.
reports-figure-combine-none = Không cộng gộp, nêu riêng từng đơn vị cũ.
reports-figure-undivided = Phần không chia được
reports-figure-undivided-lead = Các đơn vị cũ dưới đây đã chia cho nhiều đơn vị mới. Không có căn cứ để chia con số, nên chỉ nêu ra, không cộng vào.
reports-figure-first = Về đầu
reports-figure-as-written = nguyên văn: “{ $text }”

reports-record-lead = { $unit }, ngày { $date }.
reports-record-retracted = Dòng sổ này đã bị hủy: { $reason }
reports-yes = có
reports-no = không

reports-table-places = Ba loại hình cơ sở
reports-table-disclosure = Nội dung công khai theo Điều 11
reports-table-decisions = Việc Nhân dân bàn và quyết định theo khoản của Điều 15
reports-table-petitions = Đơn thư, phản ánh, kiến nghị theo loại
reports-table-models-by-field = Mô hình “Dân vận khéo” theo lĩnh vực
reports-table-models-by-group = Mô hình “Dân vận khéo” theo nhóm danh hiệu và lĩnh vực
reports-table-grades = Xếp loại thực hiện dân chủ ở cơ sở

reports-say-documents = Các cấp đã ban hành { $documents } văn bản lãnh đạo, chỉ đạo và tổ chức { $sessions } cuộc tuyên truyền, phổ biến cho { $people } lượt người.
reports-say-inspections = Đã kiểm tra { $inspections } cuộc về thực hiện dân chủ ở cơ sở.
reports-say-places = Trong { $existing } cơ sở thuộc diện thực hiện dân chủ, { $with } cơ sở đã ban hành quy chế, đạt { $rate }.
reports-say-conferences = Các cơ quan, đơn vị, doanh nghiệp đã tổ chức { $conferences } hội nghị cán bộ, công chức, viên chức, người lao động với { $present } người dự trên { $summoned } người được triệu tập.
reports-say-workplace-dialogues = Tại { $dialogues } cuộc đối thoại nơi làm việc, { $questions } ý kiến được nêu và { $answered } ý kiến đã được trả lời.
reports-say-disclosure = Có { $due } nội dung đến hạn công khai; chính quyền đã công khai { $posted } nội dung, trong đó { $late } nội dung quá hạn; tỷ lệ đúng hạn là { $rate }.
reports-say-registers = Đã niêm yết { $registers } danh mục công khai hằng quý.
reports-say-decisions = Nhân dân đã bàn và biểu quyết { $matters } việc, thông qua { $adopted } việc, đạt { $rate }.
reports-say-participation = Có { $present } lượt hộ tham gia trên { $households } lượt hộ có quyền biểu quyết, đạt { $rate }.
reports-say-consultations = Đã lấy ý kiến Nhân dân về { $held } nội dung, nhận { $opinions } ý kiến; { $answered } nội dung đã có giải trình, tiếp thu.
reports-say-dialogues = Đã tổ chức { $held } hội nghị đối thoại với Nhân dân, ghi nhận { $questions } ý kiến và trả lời { $answered } ý kiến.
reports-say-supervision = Có { $boards } ban giám sát của Nhân dân, đã tiến hành { $sessions } cuộc giám sát, kiểm tra.
reports-say-recommendations = Sau giám sát có { $recommendations } kiến nghị, { $answered } kiến nghị đã được trả lời.
reports-say-receptions = Đã tổ chức { $sessions } buổi tiếp công dân với { $people } lượt người.
reports-say-petitions = Tiếp nhận { $received } đơn thư, phản ánh, kiến nghị; đã trả lời { $answered }, đang giải quyết { $pending }.
reports-say-teams = Có { $teams } tổ hòa giải với { $mediators } hòa giải viên, trong đó có { $women } nữ.
reports-say-mediation = Các tổ tiếp nhận { $received } vụ, việc; hòa giải thành { $settled }, không thành { $unsettled }, đang hòa giải { $pending }; tỷ lệ thành trên số đã kết thúc là { $rate }.
reports-say-procedures = Tiếp nhận { $received } hồ sơ thủ tục hành chính, giải quyết { $settled } hồ sơ, trước hạn và đúng hạn { $rate }.
reports-say-satisfaction = Trong { $asked } người được hỏi, { $satisfied } người hài lòng, đạt { $rate }.
reports-say-models = Có { $registered } mô hình “Dân vận khéo” đăng ký và { $carried } mô hình thực hiện, bằng { $rate } số đăng ký.
reports-say-maintained = Trong số mô hình đăng ký, { $maintained } mô hình được duy trì từ năm trước; { $recognised } mô hình được công nhận trong năm.
reports-say-social-security = Đóng góp cho an sinh xã hội đạt { $value }.
reports-say-contributions = Tổng giá trị huy động là { $total } qua { $gifts } lượt đóng góp, cùng { $days } ngày công.
reports-say-support = Hỗ trợ an sinh xã hội { $value } cho { $households } lượt hộ.
reports-say-tasks = Có { $due } nhiệm vụ đến hạn; đã hoàn thành { $done } nhiệm vụ.
reports-say-disbursement = Giải ngân { $disbursed } trên { $assigned } vốn đầu tư công được giao, đạt { $rate }.
reports-say-assessment = Đã xếp loại { $classified } trên { $existing } cơ sở, đạt { $rate }.

reports-proposals-title = Kiến nghị
reports-proposals-lead = Đình nêu những việc mà số liệu cho thấy cần làm; ai có trách nhiệm thì quyết định.
reports-propose-findings = Đối chiếu { $count } mâu thuẫn với nơi báo cáo và công bố kết quả.
reports-propose-missing = Nhập sổ cho { $count } phần chưa có số liệu.
reports-propose-late = Rà soát { $count } việc quá hạn: { $indicator }.
reports-propose-none = Số liệu không cho thấy việc nào cần kiến nghị.

reports-unknown-unit = Không có đơn vị nào tên “{ $name }” vào năm { $year }.
reports-unknown-year = “{ $year }” không phải là năm. Hãy viết năm bằng bốn chữ số, như 2025.
reports-unknown-format = Không có định dạng “{ $format }”. Các định dạng: json, xlsx, pdf, docx.
reports-demo-notice = Dữ liệu minh họa: các sổ ở đây do phần mềm Đình tạo ra để xem thử, không phải số liệu thật.
reports-author = Đình

reports-check-none = { $unit }, năm { $year }: không tìm thấy mâu thuẫn.
reports-check-some = { $unit }, năm { $year }: { $count ->
   *[other] { $count } mâu thuẫn
}

reports-until = đến ngày { $date }
reports-index-empty-duty = Ủy ban nhân dân cấp xã và Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở
reports-section-empty-duty = Ủy ban nhân dân cấp xã
reports-meant = Có phải bạn tìm
reports-column-code = Mã
reports-column-locator = Nơi tra cứu
reports-tools = Cách xem và tải về
reports-sources-counted = Báo cáo này không dẫn nguồn nào: mọi con số đều đếm từ sổ.
reports-contradicted-note = Mâu thuẫn với số khác; xem phần “Mâu thuẫn trong số liệu”.
reports-finding-sum-of = Tổng của { $count } phần
reports-finding-title = Lẽ ra phải đúng: { $rule }
reports-verdict-ruled-out = Loại trừ
reports-verdict-possible = Có thể
reports-verdict-hypothesis = Giả thuyết, chưa được xác nhận
reports-api-failed = Chưa lấy được số liệu. Hãy thử lại sau.
reports-level-country = Trung ương
reports-level-province = Ủy ban nhân dân cấp tỉnh
reports-level-district = Ủy ban nhân dân cấp huyện
reports-level-commune = Ủy ban nhân dân cấp xã
reports-level-hamlet = Trưởng ấp, khóm
reports-figure-merger = Khi sáp nhập
reports-figure-part-of = Là một phần của
reports-figure-own = Chính đơn vị này
reports-figure-through-parts = Con số này tính từ các chỉ tiêu khác; mở từng chỉ tiêu để xem sổ.
reports-record-form = Sổ
reports-record-origin = Nguồn gốc
reports-from = từ ngày { $date }
reports-unknown-boundaries = Không có địa giới “{ $word }”. Hãy chọn nam-bao-cao hoặc hien-nay.
