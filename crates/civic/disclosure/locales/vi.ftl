# Register of disclosures
disclosure-register-title = Danh mục thông tin đã công khai quý { $quarter } năm { $year }
disclosure-register-summary = { $commune } đã công khai { $count } nội dung trong quý { $quarter } năm { $year }. Danh mục ghi hình thức và thời điểm công khai của từng nội dung, được lập và niêm yết mỗi quý theo Điều 13 khoản 2 Luật Thực hiện dân chủ ở cơ sở.
disclosure-register-line = { $number }. { $title } ({ $article }). Hình thức: { $forms }. Công khai ngày { $date }.
disclosure-register-nothing = Trong quý không có nội dung nào được công khai.
disclosure-withdrawn-title = Thông báo đã thu hồi
