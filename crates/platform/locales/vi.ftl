# The page shell
shell-name = Đình
shell-motto = Việc làng, việc nước, dân cùng biết
shell-skip = Đến nội dung chính
shell-navigation = Mục chính
shell-languages = Ngôn ngữ
shell-breadcrumbs = Vị trí trang
shell-error-prefix = Lỗi:
shell-demo = Bản trình diễn: hồ sơ trên trang này do phần mềm tạo ra để xem thử, không phải số liệu thật. Số liệu lấy từ tài liệu công bố luôn ghi rõ nguồn.
shell-footer-about = Đình là phần mềm thực hiện dân chủ ở cơ sở: dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng.
shell-footer-figures = Mỗi con số trên trang đều mở được đến hồ sơ đã đếm hoặc đến nguồn đã nêu.
shell-footer-licence = Phần mềm tự do, giấy phép AGPL phiên bản 3 trở lên.
shell-to-home = Về trang đầu
shell-not-found-title = Không có trang này
shell-not-found-explanation = Địa chỉ có thể bị gõ nhầm, hoặc trang đã chuyển đi. Xin kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu.
shell-bad-request-title = Chưa hiểu được yêu cầu
shell-server-error-title = Máy chủ gặp lỗi
shell-server-error-explanation = Lỗi này là của chúng tôi và đã được ghi lại. Dữ liệu đang gửi có thể chưa được lưu; xin thử lại sau ít phút.
