# Đơn vị hành chính

# Pages
units-nav = Đơn vị hành chính
units-title = Đơn vị hành chính
units-lead = Tra cứu tỉnh, xã, phường, đặc khu hôm nay và các đơn vị trước ngày 01/07/2025: đơn vị nào nhập vào đâu, tách ra từ đâu.
units-search = Tìm
units-search-label = Tìm đơn vị
units-search-hint = Gõ tên hoặc mã, có dấu hay không dấu đều được, cả tên cũ. Ví dụ: phu huu an giang, 30352
units-found = { $count } đơn vị khớp với “{ $query }”
units-found-nothing = Không có đơn vị nào, cũ hay mới, khớp với “{ $query }”.
units-found-nothing-duty = Hãy gõ ngắn hơn, hoặc chọn tỉnh trong danh sách bên dưới.
units-no-day = “{ $found }” không phải là một ngày. Hãy viết như 2024-12-31 hoặc 31/12/2024.
units-provinces-on = Cấp tỉnh ngày { $date }
units-provinces-caption = Số đơn vị trực thuộc từng tỉnh, thành phố
units-provinces-total = Cả nước: { $count } tỉnh, thành phố
units-province = Tỉnh, thành phố
units-level-district = Cấp huyện
units-level-commune = Cấp xã
units-map-on = Xem ngày { $date }
units-map-today = Xem hôm nay
units-name = Tên
units-code = Mã
units-code-is = mã { $code }
units-kind = Loại
units-parent = Thuộc
units-days = Thời gian
units-days-from = từ { $from }
units-days-to = đến hết { $to }
units-days-between = từ { $from } đến hết { $to }
units-area = Diện tích
units-area-value = { $area } km²
units-centre = Tọa độ trung tâm (vĩ độ, kinh độ)
units-report = Báo cáo
units-report-of = Thực hiện dân chủ ở cơ sở năm { $year }
units-ended = Đơn vị này kết thúc hoạt động từ ngày { $date }. Tên, số liệu và hồ sơ của đơn vị được giữ nguyên như thời điểm đó.
units-formed-on = Hình thành ngày { $date }
units-formed-lead = Hình thành từ { $count } đơn vị:
units-formed-from = Hình thành từ
units-formed-unknown = Chưa có nguồn cho biết đơn vị này hình thành từ đâu.
units-continues = Giữ nguyên tên và địa giới; chỉ thay đổi cấp trên trực tiếp hoặc cách tổ chức bên dưới.
units-became-on = Kết thúc hoạt động từ ngày { $date }
units-became-lead = Nhập vào { $count } đơn vị:
units-became = Nhập vào
units-became-unknown = Chưa có nguồn cho biết đơn vị này nhập vào đâu.
units-continued = Tiếp tục hoạt động với tên và địa giới như cũ.
units-district-ended = Cấp huyện kết thúc hoạt động trên cả nước; xã, phường, đặc khu trực thuộc cấp tỉnh.
units-link = { $unit } ({ $share })
units-share-whole = toàn bộ
units-share-part = một phần
units-share-unchanged = giữ nguyên
units-derived = Suy ra từ việc sắp xếp các xã, phường; không phải do nguồn ghi riêng.
units-decided-by = Căn cứ: { $document }
units-disputed = Nguồn ghi khác nhau
units-dispute-denies = Các nguồn ghi khác nhau: { $source } không ghi { $old } nhập vào { $new }. Ở đây tạm theo nguồn chính cho đến khi có văn bản xác nhận.
units-dispute-claims = Các nguồn ghi khác nhau: { $source } ghi { $old } nhập vào { $new }; nguồn chính không ghi. Ở đây tạm theo nguồn chính cho đến khi có văn bản xác nhận.
units-below = Trực thuộc
units-below-on = Đơn vị trực thuộc ngày { $date }
units-hamlets = Ấp, khóm, thôn, tổ dân phố
units-hamlets-of = Ấp, khóm, thôn, tổ dân phố của { $unit }
units-no-hamlets = Chưa có danh sách ấp, khóm, thôn, tổ dân phố của đơn vị này vào ngày đang xem.
units-no-hamlets-duty = Ủy ban nhân dân cấp xã lập danh sách; người quản trị nhập vào từ tệp.
units-sources = Nguồn
units-source = Nguồn
units-source-licence = { $source }, giấy phép { $licence }
units-to-index = Xem tất cả các tỉnh, thành phố
units-line = { $label }: { $value }

# A name that names no unit, or several
units-ambiguous-title = Có nhiều đơn vị cùng tên
units-ambiguous = Ngày { $date } có nhiều đơn vị tên “{ $text }”. Hãy chọn một đơn vị, hoặc dùng mã của đơn vị.
units-unknown-title = Không có đơn vị này
units-unknown = Ngày { $date } không có đơn vị nào có tên hoặc mã “{ $text }”.
units-candidates = Các đơn vị cùng tên
units-other-dates = Có ở thời gian khác
units-near = Tên gần giống

# Undoing a reorganisation
units-undo-unknown = Không có lần sắp xếp nào mang số { $number }. Hãy xem danh sách: dinh units reorganisations.
units-undo-already = “{ $title }” đã được hủy ngày { $date }, lý do: { $reason }.
units-undo-built-on = Có lần sắp xếp sau dựa trên lần này, hãy hủy trước: { $titles }.
units-undo-no-reason = Hãy ghi lý do hủy: lý do được lưu và hiển thị.
units-undo-failed = Cơ sở dữ liệu gặp lỗi; chưa có gì thay đổi.

# Reorganisations in a terminal
units-reorganisation = { $number }. Từ ngày { $date }: { $title } ({ $document })
units-reorganisation-undone = { $reorganisation }. Đã hủy ngày { $date }, lý do: { $reason }

# What is wrong with a file
units-problem-beside = { $column }: { $what }
units-problem-in-column = Dòng { $line }, cột { $column }: { $what }
units-problem-on-line = Dòng { $line }: { $what }
units-import-encoding = chữ không phải mã UTF-8. Hãy lưu tệp với mã UTF-8 rồi thử lại
units-import-csv = không đọc được CSV: { $reason }
units-import-column-missing = thiếu cột { $missing }. Các cột: { $expected }
units-import-column-unknown = không biết cột { $found }. Các cột: { $expected }
units-import-cells = có { $found } ô, cần { $expected } ô như dòng đầu
units-import-empty = không được để trống
units-import-choice = “{ $found }” không hợp lệ, cần một trong: { $expected }
units-import-date = “{ $found }” không phải là một ngày. Hãy viết như 2025-07-01 hoặc 01/07/2025
units-import-number = “{ $found }” không phải là số từ { $from } đến { $to }, viết với dấu chấm thập phân
units-import-nothing = không có thay đổi nào
units-import-no-unit-ends = không có đơn vị mã { $found } kết thúc ngày { $date }. Đơn vị mã này kết thúc ngày: { $expected }
units-import-no-unit-begins = không có đơn vị mã { $found } bắt đầu ngày { $date }. Đơn vị mã này bắt đầu ngày: { $expected }
units-import-link-twice = { $old } vào { $new } được ghi hai lần
units-import-link-there = { $old } vào { $new } đã có
units-import-link-absent = { $old } vào { $new } không có
units-import-partial = { $code } nhập vào { $count } đơn vị, nên mỗi dòng của đơn vị này cần partial = { $expected } (1 khi bị tách, 0 khi không)
units-import-code = “{ $found }” không phải mã: cấp tỉnh 2 chữ số, cấp huyện 3, cấp xã 5
units-import-code-twice = mã { $found } được ghi hai lần
units-import-code-taken = mã { $found } đang là của { $unit }, đơn vị này không kết thúc trong tệp
units-import-parent = không có đơn vị cấp trên mã { $found } vào ngày { $date }
units-import-kind = “{ $found }” cần bắt đầu bằng một trong: { $expected }
units-import-no-unit-on = không có đơn vị mã { $found } vào ngày { $date }
units-import-ends-already = đơn vị mã { $found } đã kết thúc ngày { $date } do một lần sắp xếp khác
units-import-link-not-closed = { $found } không kết thúc trong tệp này: cần thêm dòng close
units-import-link-not-opened = { $found } không bắt đầu trong tệp này: cần thêm dòng open
units-import-goes-nowhere = { $found } kết thúc mà không nhập vào đâu: cần thêm dòng link
units-import-comes-from-nowhere = { $found } bắt đầu mà không từ đâu: cần thêm dòng link
units-import-child-left = { $found } kết thúc nhưng { $unit } ({ $child }) còn thuộc đơn vị ấy: cũng phải kết thúc
units-import-commune = không có xã, phường, đặc khu mã { $found } ở ngày ấy. Có: { $expected }
units-import-days = ngày kết thúc phải sau ngày bắt đầu
units-import-outlives = { $unit } kết thúc ngày { $date }; ấp, khóm của đơn vị ấy không thể tồn tại sau ngày đó
units-import-hamlet-twice = đã có “{ $found }” trong cùng đơn vị vào những ngày ấy

# Kinds of unit
units-kind-country = Quốc gia
units-kind-province = Tỉnh
units-kind-central-city = Thành phố trực thuộc trung ương
units-kind-urban-district = Quận
units-kind-rural-district = Huyện
units-kind-town = Thị xã
units-kind-provincial-city = Thành phố thuộc tỉnh
units-kind-municipal-city = Thành phố thuộc thành phố trực thuộc trung ương
units-kind-commune = Xã
units-kind-ward = Phường
units-kind-township = Thị trấn
units-kind-special-zone = Đặc khu
units-kind-ap = Ấp
units-kind-thon = Thôn
units-kind-lang = Làng
units-kind-ban = Bản
units-kind-buon = Buôn
units-kind-bon = Bon
units-kind-phum = Phum
units-kind-soc = Sóc
units-kind-khom = Khóm
units-kind-to-dan-pho = Tổ dân phố
units-kind-khu-pho = Khu phố
units-kind-khoi-pho = Khối phố

# How many of a kind
units-count-province = { $count } tỉnh
units-count-central-city = { $count } thành phố trực thuộc trung ương
units-count-urban-district = { $count } quận
units-count-rural-district = { $count } huyện
units-count-town = { $count } thị xã
units-count-provincial-city = { $count } thành phố
units-count-municipal-city = { $count } thành phố
units-count-commune = { $count } xã
units-count-ward = { $count } phường
units-count-township = { $count } thị trấn
units-count-special-zone = { $count } đặc khu

units-find-commune = Tìm xã, phường, đặc khu
units-find = Tìm
units-find-nothing = Không có xã, phường, đặc khu nào tên “{ $q }”.
units-find-hint = Xin thử lại bằng tên ngắn hơn; không cần gõ dấu.
units-found-communes = Xã, phường, đặc khu tìm được
units-column-commune = Xã, phường, đặc khu
units-column-place = Thuộc
