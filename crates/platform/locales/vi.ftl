# The page shell
shell-name = Đình
shell-motto = Việc làng, việc nước, dân cùng biết
shell-skip = Đến nội dung chính
shell-navigation = Mục chính
shell-languages = Ngôn ngữ
shell-breadcrumbs = Vị trí trang
shell-error-prefix = Lỗi:
shell-demo-label = Bản trình diễn
shell-demo = Bản trình diễn: hồ sơ do phần mềm tạo ra để xem thử, không phải số liệu thật. Số liệu từ tài liệu công bố luôn ghi nguồn.
shell-footer-about = Đình là phần mềm thực hiện dân chủ ở cơ sở: dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng.
shell-footer-figures = Mỗi con số trên trang đều mở được đến hồ sơ đã đếm hoặc đến nguồn đã nêu.
shell-footer-licence = Phần mềm tự do, giấy phép AGPL phiên bản 3 trở lên.
shell-to-home = Về trang đầu
shell-not-found-title = Không có trang này
shell-not-found-explanation = Địa chỉ có thể bị gõ nhầm, hoặc trang đã chuyển đi. Xin kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu.
shell-bad-request-title = Chưa hiểu được yêu cầu
shell-server-error-title = Máy chủ gặp lỗi
shell-server-error-explanation = Lỗi này là của chúng tôi và đã được ghi lại. Dữ liệu đang gửi có thể chưa được lưu; xin thử lại sau ít phút.
shell-sign-in = Đăng nhập
shell-sign-out = Đăng xuất
shell-forbidden-title = Không có quyền
shell-forbidden-explanation = Vai trò của tài khoản này không cho phép làm việc vừa yêu cầu. Bảng quyền hạn cho biết vai trò nào được làm; quản trị viên của đơn vị giao vai trò.
shell-form-outdated = Biểu mẫu đã cũ hoặc trình duyệt không gửi cookie, nên chưa có gì được thực hiện. Xin quay lại, tải lại trang rồi gửi lần nữa.
shell-form-from-elsewhere = Yêu cầu này không đến từ trang của hệ thống này, nên chưa có gì được thực hiện.
shell-form-too-large = Biểu mẫu gửi lên quá lớn.

# Components
component-notice-info = Xin lưu ý
component-notice-success = Đã xong
component-notice-warning = Cần chú ý
component-notice-problem = Có vấn đề
component-empty-duty = Trách nhiệm:
component-citation = Căn cứ:
component-pagination = Các trang của danh sách
component-pagination-previous = Trang trước
component-pagination-next = Trang sau
component-no-figure = chưa có số
component-verdict-ruled-out = Loại trừ
component-verdict-possible = Có thể
component-verdict-hypothesis = Giả thuyết
component-finding-arithmetic = Phép tính:
component-finding-explanations = Các cách giải thích đã xét
component-finding-untouched = Hai con số được giữ nguyên như nguồn của chúng; phần mềm không sửa số nào.
component-chart-alternative = Biểu đồ: { $caption }. Số liệu nằm trong bảng bên dưới.
component-chart-figures = Số liệu của biểu đồ
component-errors-title = Cần sửa những chỗ sau

shell-file-empty = Tệp trống. Xin chọn tệp khác.
shell-file-too-large = Tệp lớn quá. Xin chọn tệp nhỏ hơn.
shell-file-kind = Không nhận loại tệp này: xin dùng PDF, ảnh JPEG, PNG, WebP, hoặc DOCX, XLSX, ODT, ODS.
shell-file-macros = Tệp có macro, có thể gây hại cho người mở. Xin lưu lại thành tệp không có macro.
shell-file-damaged = Ảnh bị hỏng, không mở được. Xin chọn ảnh khác.
shell-file-too-many = Nhiều tệp quá. Xin bớt tệp.

shell-form-trap = Xin để trống ô này
shell-form-cancel = Thôi
shell-form-words = Xin viết, không quá { $most } chữ cái.
