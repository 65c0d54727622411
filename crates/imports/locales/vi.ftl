# Nhập tệp

imports-form-reported = Số liệu báo cáo

# Lỗi và lưu ý, mỗi câu đứng cạnh vị trí trong tệp
imports-no-header = Không thấy dòng tiêu đề: trong các dòng đầu không có cột “Xã, phường, đặc khu” (sổ) hay “Đơn vị” (số liệu báo cáo). Hãy chọn biểu mẫu, hoặc tải mẫu về và chép dữ liệu vào.
imports-form-none = Các tiêu đề cột không giống biểu mẫu nào. Hãy chọn biểu mẫu, hoặc tải mẫu về và chép dữ liệu vào.
imports-form-nearest = Các tiêu đề cột không đủ cho biểu mẫu nào. Gần nhất: { $near }. Hãy chọn biểu mẫu, hoặc tải mẫu về và chép dữ liệu vào.
imports-form-several = Tiêu đề cột phù hợp với nhiều biểu mẫu: { $forms }. Hãy chọn một biểu mẫu.
imports-file-changed = Tệp đã thay đổi trong khi đang nhập nên không có gì được ghi. Hãy nhập lại.
imports-unit-ambiguous = Ngày { $date } có nhiều đơn vị tên như vậy. Hãy ghi mã, hoặc thêm tên cấp trên: { $candidates }.
imports-unit-unknown = Ngày { $date } không có đơn vị nào tên như vậy. Hãy ghi tên đầy đủ hoặc mã của đơn vị.
imports-unit-near = Ngày { $date } không có đơn vị nào tên như vậy. Có lẽ là: { $near }.
imports-unit-other-days = Ngày { $date } không có đơn vị nào tên như vậy; tên này có ở thời gian khác: { $others }. Hãy xem lại ngày, hoặc ghi đơn vị của ngày đó.
imports-unit-level = Tên này là của “{ $unit }”, không phải cấp xã (hay cấp tỉnh). Hãy ghi tên kèm loại đơn vị (ví dụ “Thị trấn Tri Tôn”) hoặc mã. Nếu sổ do cấp huyện trước đây giữ, hãy ghi đủ “Huyện Tri Tôn”.
imports-unit-not-yours = Vai trò của người gửi không được nhập cho “{ $unit }”. Hãy bỏ dòng này, hoặc để đơn vị ấy (hay cấp trên) tự nhập.
imports-too-many-unknown = Dừng đọc ở đây: đã có { $count } tên đơn vị khác nhau không tìm thấy. Hãy xem lại cột đơn vị và biểu mẫu đã chọn.
imports-hamlet-unknown = { $unit } không có (hoặc có nhiều) ấp, khóm tên như vậy vào ngày đó. Có lẽ là: { $near }. Hãy ghi tên đầy đủ.
imports-no-hamlets = { $unit } chưa có danh sách ấp, khóm vào ngày đó, nên cột này không được ghi cho đơn vị này.
imports-indicator-unknown = Không có chỉ tiêu này. Có lẽ là: { $near }.
imports-indicator-ambiguous = Nhiều chỉ tiêu mang tên này. Hãy ghi mã chỉ tiêu: { $keys }.
imports-period = Cần một năm (2020) hoặc một quý (2020-Q3, quý III/2020).
imports-stated-twice = Chỉ tiêu này của đơn vị trong kỳ này đã có ở dòng { $row }. Hãy giữ một dòng.
imports-value-too-large = Số quá lớn.
imports-value-negative = Số không được âm.
imports-value-unit = Chỉ tiêu này có đơn vị tính là “{ $unit }”, không phải đơn vị ghi sau số. Hãy xem lại chỉ tiêu hoặc con số.
imports-value-places = Chỉ tiêu này (đơn vị tính: { $unit }) { $places ->
    [0] cần số nguyên
   *[other] nhận nhiều nhất { $places } chữ số thập phân
}. Nếu dấu chấm, dấu phẩy trong ô là dấu ngăn cách hàng nghìn thì hãy ghi số không có dấu.
imports-not-exact = Sổ cần số chính xác, không kèm “hơn”, “khoảng”, “ít nhất”, “không quá”.
imports-not-in-list = “{ $given }” không có trong danh sách. Các giá trị, ngăn cách bằng dấu chấm phẩy: { $accepted }.

# Mẫu tải về
imports-template-data = Dữ liệu
imports-template-guide = Hướng dẫn
imports-template-column = Cột
imports-template-needed = Bắt buộc
imports-template-holds = Nội dung
imports-template-example = Ví dụ
imports-template-required = bắt buộc
imports-template-optional = không bắt buộc
imports-note-text = Chữ.
imports-note-hamlet = Tên ấp, khóm, thôn, tổ dân phố trong xã.
imports-note-count = Số nguyên, từ 0 trở lên.
imports-note-money = Số tiền chính xác bằng đồng: 1500000 hoặc 1,5 triệu đồng.
imports-note-date = Ngày/tháng/năm.
imports-note-flag = Có hoặc không.
imports-note-choice = Một trong các giá trị: { $items }.
imports-note-choices = Một hoặc nhiều giá trị, ngăn cách bằng dấu chấm phẩy: { $items }.
imports-note-unit = Tên hoặc mã đơn vị như trên bản đồ của ngày ghi. Tên trùng thì thêm tên cấp trên sau dấu phẩy.
imports-note-indicator = Tên hoặc mã chỉ tiêu.
imports-note-amount = Con số như trong nguồn, có thể kèm “hơn”, “ít nhất”, “không quá”, “khoảng”, chữ “nghìn”, “triệu”, “tỷ” và đơn vị tính; tỷ lệ ghi như 98,5 %.
imports-note-period = Năm hoặc quý.
imports-example-hamlet = Ấp Vĩnh Thành
imports-example-count = 12
imports-example-money = 1500000
imports-example-date = 07/10/2022
imports-example-flag = có
imports-example-unit = Xã Phú Hữu, An Giang
imports-example-amount = hơn 100 tỷ đồng
imports-example-period = 2020

# Trang gửi tệp
imports-nav = Nhập tệp
imports-title = Nhập tệp
imports-lead = Đưa sổ hoặc số liệu báo cáo từ bảng tính .xlsx hay .csv vào hệ thống. Còn một lỗi thì không dòng nào được ghi.
imports-busy = Có quá nhiều tệp đang chờ. Hãy gửi lại sau ít phút.
imports-ask-form = Biểu mẫu
imports-ask-form-hint = Tệp ghi theo biểu mẫu nào. Nếu không chọn, biểu mẫu được nhận theo tiêu đề các cột.
imports-form-guess = Nhận theo tiêu đề cột
imports-ask-file = Tệp bảng tính
imports-ask-file-hint = .xlsx hoặc .csv, nhiều nhất { $megabytes } MB.
imports-ask-file-kept = Tệp “{ $name }” đã được nhận. Chỉ chọn tệp khác khi đã sửa.
imports-source-title = Nguồn của số liệu báo cáo
imports-source-lead = Chỉ cần khi nhập số liệu báo cáo: mỗi con số luôn hiện cùng nguồn của nó.
imports-ask-title = Tên tài liệu
imports-ask-title-hint = Để trống thì lấy tên tệp.
imports-ask-publisher = Cơ quan ban hành hoặc nơi đăng
imports-ask-day = Ngày ban hành hoặc ngày đăng
imports-ask-day-hint = Ví dụ 07/10/2022
imports-ask-locator = Số, ký hiệu hoặc địa chỉ
imports-ask-locator-hint = Để người khác tìm được tài liệu.
imports-ask-mode = Làm gì với tệp
imports-mode-check = Chỉ kiểm tra
imports-mode-check-hint = Không ghi gì; nếu không có lỗi thì có nút để nhập ngay.
imports-mode-import = Kiểm tra rồi nhập
imports-mode-import-hint = Nhập ngay nếu không có lỗi.
imports-send = Gửi tệp
imports-error-form = Không có biểu mẫu này. Hãy chọn một biểu mẫu trong danh sách.
imports-error-no-file = Chưa có tệp. Hãy chọn một tệp .xlsx hoặc .csv.
imports-error-too-large = Tệp lớn hơn { $megabytes } MB. Hãy chia thành nhiều tệp nhỏ hơn, hoặc nhập bằng lệnh trên máy chủ.
imports-error-broken = Tệp chưa gửi xong hoặc yêu cầu bị hỏng. Hãy mở lại trang Nhập tệp và gửi lại.
imports-error-day = Cần một ngày dạng ngày/tháng/năm, ví dụ 07/10/2022.
imports-history-title = Đã nhập
imports-history = Các lần nhập, mới nhất trước
imports-history-empty = Chưa có tệp nào được nhập.
imports-state-done = đã nhập
imports-state-undone = đã hủy
imports-state-retracted = đã hủy
imports-templates-title = Mẫu để điền
imports-templates-lead = Mỗi mẫu là một bảng tính có sẵn tiêu đề cột, danh sách để chọn và hướng dẫn.
imports-templates-all = Tất cả các mẫu

# Việc đang chạy
imports-waiting-title = Đang xử lý tệp
imports-waiting-lead = { $name }
imports-waiting-next = Trang này tự tải lại. Có thể đóng trang: việc vẫn chạy tiếp, và khi nhập xong sẽ hiện trong mục Đã nhập.
imports-stage-waiting = Đang chờ đến lượt
imports-stage-looking = Đang xem toàn bộ tệp
imports-stage-checking = Đang kiểm tra từng dòng
imports-stage-writing = Đang ghi
imports-stage-undoing = Đang hủy lần nhập
imports-progress = { $rows } dòng
imports-progress-of = { $rows } trên { $total } dòng
imports-failed-title = Chưa xong
imports-failed = Máy chủ gặp lỗi khi xử lý tệp; lỗi đã được ghi lại. Không có gì được ghi vào hệ thống. Hãy thử lại sau ít phút.

# Kết quả
imports-done-title = Đã nhập xong
imports-done = Đã nhập { $count } dòng
imports-done-next = Nếu nhập nhầm, có thể hủy cả lần nhập này ở trang nội dung đã nhập.
imports-already-title = Tệp này đã được nhập
imports-already = Nội dung này đã được nhập lúc { $when }, từ tệp “{ $name }”. Không có gì được ghi thêm.
imports-sound-title = Tệp không có lỗi
imports-sound = Đọc được { $count } dòng, không có lỗi. Chưa có gì được ghi.
imports-do-import = Nhập { $count } dòng này
imports-wrong-title = Tệp có chỗ cần sửa
imports-wrong = Không có gì được ghi. Hãy sửa các chỗ dưới đây trong tệp rồi gửi lại.
imports-see-brought = Xem nội dung đã nhập
imports-see-report = Xem báo cáo { $unit }, năm { $year }
imports-rows-read = Số dòng đã đọc
imports-rows-good = Số dòng hợp lệ
imports-rows-bad = Số dòng có lỗi
imports-count-problems = Số lỗi
imports-count-notices = Số lưu ý
imports-problems-title = Cần sửa
imports-notices-title = Xin lưu ý
imports-read = Đọc được: { $read }
imports-more = Và { $count } chỗ nữa.
imports-again-title = Gửi lại
imports-column-file = Tệp
imports-column-form = Biểu mẫu
imports-column-entries = Số dòng
imports-column-when = Thời điểm nhập
imports-column-sheet = Trang tính
imports-column-source = Nguồn
imports-column-what = Nội dung
imports-column-unit = Đơn vị
imports-column-period = Ngày hoặc kỳ
imports-column-value = Số liệu
imports-brought = Nội dung đã nhập

# Hủy một lần nhập
imports-ask-undo = Hủy lần nhập này
imports-undo-title = Hủy lần nhập
imports-undo-warning = Tất cả { $count } dòng nhập từ “{ $name }” sẽ không được tính vào số liệu nữa, nhưng vẫn được lưu cùng lý do. Sau đó có thể nhập lại tệp.
imports-undo-not-yours = Lần nhập này có dòng của đơn vị ngoài phạm vi vai trò của mình, nên không hủy được ở đây.
imports-ask-reason = Lý do
imports-ask-reason-hint = Người xem sẽ đọc được lý do này.
imports-error-reason = Hãy ghi lý do hủy.
imports-do-undo = Hủy lần nhập
imports-keep = Giữ lại
imports-undone-title = Đã hủy lần nhập
imports-undone = Đã hủy { $count } dòng
imports-undone-next = Các dòng này không còn được tính. Tệp có thể được nhập lại.
imports-undone-before = Lần nhập này đã được hủy từ trước; không có gì thay đổi.
imports-was-undone = Lần nhập này đã bị hủy lúc { $when }. Lý do: { $reason }
