# Lời của dòng lệnh

dinh-demo-preparing = Đang dựng thế giới minh họa…
dinh-demo-ready = Thế giới minh họa đã sẵn sàng.
dinh-migrated = Cơ sở dữ liệu đã cập nhật: { $units } đơn vị hành chính.
dinh-written = Đã ghi { $file }
dinh-rulebook-ok = { $file }: không có lỗi
dinh-rulebook-problems = { $count ->
   *[other] { $count } lỗi
}
dinh-rulebook-uncertain = Chưa chắc chắn: cần luật gia xem lại.
dinh-rulebook-in-force = Hiệu lực: { $validity }
dinh-facts-verified = { $cells } ô khớp với { $facts } dữ kiện.
dinh-facts-differ = { $count ->
   *[other] { $count } ô không khớp với dữ kiện
}
dinh-facts-cell = { $unit }, { $period }, { $series }: ô ghi { $cell }, dữ kiện cộng lại { $facts }
dinh-facts-none = không có
dinh-ledgers-verified = { $ledgers } sổ đóng góp cân đến từng đồng.
dinh-ledgers-wrong = { $wrong } chỗ sai trong { $ledgers } sổ đóng góp.
dinh-facts-rebuilt = Đã dựng lại các ô từ dữ kiện.

dinh-import-looking = Đang xem tệp: { $rows } dòng…
dinh-import-checking = Đang kiểm tra: { $rows } dòng…
dinh-import-writing = Đang ghi: { $rows } dòng…
dinh-import-notice = Lưu ý. { $place }: { $text }
dinh-import-problem = Lỗi. { $place }: đọc được “{ $read }”. { $text }
dinh-import-more = và { $count } chỗ khác
dinh-import-rows = Đã đọc { $rows } dòng: { $good } dòng hợp lệ, { $bad } dòng có lỗi.
dinh-import-refused = Chưa nhập gì cả: có { $count } lỗi. Hãy sửa tệp rồi nhập lại.
dinh-import-already = Nội dung này đã được nhập ngày { $date } từ tệp { $file }; không có gì thay đổi.
dinh-import-would = Tệp hợp lệ: sẽ nhập { $count } dòng. Chưa ghi gì.
dinh-import-done = Đã nhập { $count } dòng.
dinh-units-import-already = Nội dung này đã được nhập trước đây; không có gì thay đổi.
dinh-units-undone = Đã đánh dấu hủy “{ $title }”. Không có gì bị xóa.
dinh-units-reorganised = Đây là lần sắp xếp số { $number }. Nếu ghi nhầm, hủy bằng: dinh units undo { $number } --reason "…". Máy chủ đang chạy cần khởi động lại để dùng địa giới mới.

# Điều người dùng có thể tự sửa
dinh-trouble-read = Không đọc được { $file }: { $reason }.
dinh-trouble-write = Không ghi được { $file }: { $reason }.
dinh-trouble-not-found = không có tệp này
dinh-trouble-denied = không có quyền truy cập
dinh-trouble-folder = đây là thư mục, không phải tệp
dinh-trouble-in-use = địa chỉ này đang được chương trình khác dùng
dinh-trouble-address = Không hiểu địa chỉ cơ sở dữ liệu “{ $address }”. Hãy viết sqlite://ĐƯỜNG-DẪN hoặc postgres://NGƯỜI-DÙNG@MÁY-CHỦ/TÊN.
dinh-trouble-database = Không mở được cơ sở dữ liệu { $address }: { $reason }
dinh-trouble-listen = Không mở được cổng { $address }: { $reason }.
dinh-trouble-settings = Tệp cấu hình { $file } có lỗi: { $reason }
dinh-trouble-place = Không có loại nơi “{ $found }”. Hãy chọn một trong: { $known }.
dinh-trouble-form = Không có biểu mẫu “{ $form }”. Các biểu mẫu: { $forms }.
dinh-trouble-other-world = Cơ sở dữ liệu này đang giữ một thế giới minh họa khác (communes { $communes }, years { $years }, seed { $seed }). Hãy dùng đúng các số ấy, hoặc chỉ một cơ sở dữ liệu trống cho thế giới mới (communes { $wanted-communes }, years { $wanted-years }, seed { $wanted-seed }).
dinh-trouble-real-records = Cơ sở dữ liệu này đang giữ hồ sơ thật. Hãy chỉ một cơ sở dữ liệu trống cho thế giới minh họa.

# Dòng lệnh chưa đúng
dinh-misuse-choice = “{ $value }” không hợp lệ cho { $argument }. Hãy chọn một trong: { $known }.
dinh-misuse-no-value = { $argument } cần có giá trị đi kèm.
dinh-misuse-value = “{ $value }” không hợp lệ cho { $argument }: { $reason }.
dinh-misuse-missing = Còn thiếu: { $arguments }.
dinh-misuse-argument = Không hiểu “{ $argument }”.
dinh-misuse-command = Không có lệnh “{ $command }”.
dinh-misuse-meant = Có phải là: { $meant }?
dinh-misuse-help = Xem cách dùng: dinh --help, dinh help LỆNH.

dinh-log-exported = Đã ghi sổ minh bạch { $size } mục vào { $folder }
dinh-log-signed = Sổ minh bạch có { $size } mục, đã niêm phong.
dinh-log-held = Một máy chủ khác đang ghi sổ; không làm gì.
dinh-log-rotated = Khóa mới của sổ minh bạch: { $key }
dinh-log-rotated-next = Khóa cũ nằm ở { $old }: hãy cất ra ngoài máy này hoặc hủy. Hãy công bố khóa mới trên văn bản giấy.
dinh-log-lost-next = Khóa cũ không ký cho khóa mới: người đã tin khóa cũ sẽ bị báo lỗi cho đến khi được báo khóa mới. Hãy công bố ngay trên văn bản giấy.
dinh-log-restarted = Sổ cũ đã kết thúc. Khóa của sổ mới: { $key }. Hãy công bố trên văn bản giấy, kèm các mục đã mất.
dinh-log-witness-key = Khóa của nhân chứng: { $key }. Hãy gửi cho người quản trị sổ.
dinh-log-witnessed = Nhân chứng { $witness } đã ký, sổ đã nhận.

dinh-admin-created = Quản trị viên { $login } của { $unit }
dinh-admin-code = Mã ghi danh dùng một lần: { $code }
dinh-admin-next = Mở { $address }, gõ mã và đặt mật khẩu trước { $time } ngày { $date }. Mã không được lưu ở đâu khác.
dinh-admin-signed-all-out = Đã kết thúc { $count } phiên đăng nhập; mọi người phải đăng nhập lại.
dinh-mediation-forgotten = { $unit }: đã hủy khóa; nội dung của { $count } vụ, việc không ai đọc được nữa.
