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
dinh-facts-rebuilt = Đã dựng lại các ô từ dữ kiện.
