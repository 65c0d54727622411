# Words the typesetting itself needs; the rest of a document comes from its model.
# Chữ do thể thức quy định (Nghị định 30/2020/NĐ-CP, Phụ lục I) và nhãn của bảng, biểu đồ.

national-title = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
national-motto = Độc lập - Tự do - Hạnh phúc
number-line = Số: { $number }/{ $symbol }
place-and-date = { $place }, { $date }
date-long = ngày { $day } tháng { $month } năm { $year }
date-blank = ngày       tháng       năm { "" }
recipients = Nơi nhận:
table-label = Bảng { $number }
chart-label = Biểu đồ { $number }
unit-line = Đơn vị tính: { $unit }
sheet-text = Nội dung
