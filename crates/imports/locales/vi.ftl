# Nhập tệp

imports-form-reported = Số liệu báo cáo

# Lỗi và lưu ý, mỗi câu đứng cạnh vị trí trong tệp
imports-form-none = Không nhận ra biểu mẫu nào theo các tiêu đề cột. Gần nhất: { $near }. Hãy chọn biểu mẫu, hoặc tải mẫu về và chép dữ liệu vào.
imports-form-several = Tiêu đề cột phù hợp với nhiều biểu mẫu: { $forms }. Hãy chọn một biểu mẫu.
imports-file-changed = Tệp đã thay đổi trong khi đang nhập nên không có gì được ghi. Hãy nhập lại.
imports-unit-ambiguous = Ngày { $date } có nhiều đơn vị tên như vậy. Hãy ghi mã, hoặc thêm tên cấp trên: { $candidates }.
imports-unit-unknown = Ngày { $date } không có đơn vị nào tên như vậy. Hãy ghi tên đầy đủ hoặc mã của đơn vị.
imports-unit-near = Ngày { $date } không có đơn vị nào tên như vậy. Có lẽ là: { $near }.
imports-unit-other-days = Ngày { $date } không có đơn vị nào tên như vậy; tên này có ở thời gian khác: { $others }. Hãy xem lại ngày, hoặc ghi đơn vị của ngày đó.
imports-unit-other-days-near = Ngày { $date } không có đơn vị nào tên như vậy; tên này có ở thời gian khác: { $others }. Tên gần giống vào ngày đó: { $near }.
imports-unit-level = “{ $unit }” không phải cấp xã (hay cấp tỉnh). Hãy ghi tên xã, phường, thị trấn hoặc đặc khu, kèm loại đơn vị (ví dụ “Thị trấn Tri Tôn”) hoặc mã.
imports-too-many-unknown = Dừng đọc ở đây: đã có { $count } tên đơn vị khác nhau không tìm thấy. Hãy xem lại cột đơn vị và biểu mẫu đã chọn.
imports-hamlet-unknown = { $unit } không có (hoặc có nhiều) ấp, khóm tên như vậy vào ngày đó. Có lẽ là: { $near }. Hãy ghi tên đầy đủ.
imports-no-hamlets = { $unit } chưa có danh sách ấp, khóm vào ngày đó, nên cột này không được ghi cho đơn vị này.
imports-indicator-unknown = Không có chỉ tiêu này. Có lẽ là: { $near }.
imports-indicator-ambiguous = Nhiều chỉ tiêu mang tên này. Hãy ghi mã chỉ tiêu: { $keys }.
imports-period = Cần một năm (2020) hoặc một quý (2020-Q3, quý III/2020).
imports-stated-twice = Chỉ tiêu này của đơn vị trong kỳ này đã có ở dòng { $row }. Hãy giữ một dòng.
imports-value-too-large = Số quá lớn.
imports-value-negative = Số không được âm.
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
imports-note-amount = Con số như trong nguồn, có thể kèm “hơn”, “ít nhất”, “không quá”, “khoảng” và “nghìn”, “triệu”, “tỷ”.
imports-note-period = Năm hoặc quý.
imports-example-hamlet = Ấp Vĩnh Thành
imports-example-count = 12
imports-example-money = 1500000
imports-example-date = 07/10/2022
imports-example-flag = có
imports-example-unit = Xã Phú Hữu, An Giang
imports-example-amount = hơn 100 tỷ đồng
imports-example-period = 2020
