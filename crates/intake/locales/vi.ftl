# Thông báo khi đọc tệp bảng tính. Tham số chung của mọi thông báo: $read (nội dung đọc được), $sheet, $row, $column,
# $header; với lỗi của cả tệp còn có $file.

## Vị trí trong tệp

intake-place-cell = { $insheet ->
    [yes] Trang tính “{ $sheet }”, ô { $column }{ $row }
   *[no] Ô { $column }{ $row }
}{ $headed ->
    [yes] , cột “{ $header }”
   *[no] {""}
}
intake-place-row = { $insheet ->
    [yes] Trang tính “{ $sheet }”, dòng { $row }
   *[no] Dòng { $row }
}
intake-place-column = { $insheet ->
    [yes] Trang tính “{ $sheet }”, cột { $column }
   *[no] Cột { $column }
}{ $headed ->
    [yes] {" "}“{ $header }”
   *[no] {""}
}
intake-place-file = { $insheet ->
    [yes] Trang tính “{ $sheet }”
   *[no] Cả tệp
}

## Loại tệp

intake-file-xls = Tệp “{ $file }” là bảng tính Excel đời cũ (.xls). Hãy mở bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi lại.
intake-file-xlsb = Tệp “{ $file }” là bảng tính nhị phân (.xlsb). Hãy mở bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi lại.
intake-file-ods = Tệp “{ $file }” là bảng tính OpenDocument (.ods). Hãy mở bằng LibreOffice, chọn Lưu thành (Save As), kiểu “Excel 2007-365 (.xlsx)”, rồi gửi lại.
intake-file-password = Tệp “{ $file }” có mật khẩu. Hãy mở tệp, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu thành .xlsx rồi gửi lại.
intake-file-pdf = Tệp “{ $file }” là PDF, không phải bảng tính. Hãy gửi bảng tính gốc, lưu kiểu .xlsx.
intake-file-word = Tệp “{ $file }” là văn bản Word, không phải bảng tính. Hãy chép bảng sang Excel, lưu kiểu .xlsx rồi gửi lại.
intake-file-html = Tệp “{ $file }” là trang web hoặc XML mang tên bảng tính (nhiều phần mềm xuất ra như vậy). Hãy mở bằng Excel, chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi lại.
intake-file-zip = Tệp “{ $file }” là tệp nén nhưng bên trong không có bảng tính Excel. Hãy giải nén, hoặc lưu bảng tính thành .xlsx rồi gửi lại.
intake-file-binary = Tệp “{ $file }” không phải bảng tính .xlsx, cũng không phải văn bản CSV. Hãy lưu bảng tính thành .xlsx rồi gửi lại.
intake-file-damaged = Tệp “{ $file }” bị hỏng ({ $detail }). Hãy mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi gửi lại.
intake-file-too-large = Tệp “{ $file }” lớn hơn { $megabytes } MB. Hãy chia thành nhiều tệp nhỏ hơn.
intake-zip-bomb = Tệp “{ $file }” giải nén ra lớn bất thường nên không được đọc tiếp. Nếu đây là bảng tính thật, hãy chép dữ liệu sang một tệp mới rồi gửi lại.
intake-zip-entries = Tệp “{ $file }” chứa hơn { $max } thành phần, không giống một bảng tính. Hãy chép dữ liệu sang một tệp mới rồi gửi lại.
intake-xml-doctype = Tệp “{ $file }” chứa khai báo DOCTYPE mà bảng tính không bao giờ cần, nên bị từ chối. Hãy mở bằng Excel, lưu lại thành .xlsx rồi gửi lại.
intake-empty = Không có dữ liệu: tệp hoặc trang tính trống.
intake-too-many-columns = Có dữ liệu ở ngoài cột thứ { $max }. Hãy xóa các cột thừa ở bên phải bảng.
intake-too-many-rows = Có hơn { $max } dòng. Hãy chia thành nhiều tệp.
intake-too-many-merges = Trang tính có hơn { $max } vùng ô gộp. Hãy bỏ gộp ô.
intake-too-much-text = Bảng chữ của tệp lớn hơn { $megabytes } MB. Hãy chia thành nhiều tệp nhỏ hơn.
intake-cell-too-long = Một ô hoặc một thẻ dài hơn { $max } byte. Hãy xem lại tệp: có thể thiếu dấu ngoặc kép hoặc dấu ngăn cách.
intake-csv-quote = Dấu ngoặc kép mở ở đây không được đóng. Hãy thêm dấu ngoặc kép đóng, hoặc lưu tệp thành .xlsx.

## Bảng mã và phông chữ

intake-encoding-unknown = Không nhận ra bảng mã của tệp “{ $file }”. Hãy lưu thành .xlsx, hoặc “CSV UTF-8”.
intake-encoding-damaged = Tệp “{ $file }” có ký tự hỏng trong bảng mã { $encoding }. Hãy lưu thành .xlsx, hoặc “CSV UTF-8”.
intake-encoding-mixed = Tệp lẫn lộn bảng mã: ô này có vẻ là { $from } (đọc ra “{ $result }”; { $words } từ như vậy), còn { $others } từ khác thì không. Hãy chuyển toàn bộ tệp sang Unicode (ví dụ bằng công cụ chuyển mã của UniKey, Ctrl+Shift+F6) rồi gửi lại.
intake-converted = Chữ trong tệp là { $from }, đã được chuyển sang Unicode: “{ $read }” đọc là “{ $result }”.
intake-letters-lost = Chữ đã bị mất khi lưu tệp (dấu ? hoặc � thay cho chữ có dấu). Hãy lấy tệp gốc, lưu thành .xlsx hoặc “CSV UTF-8”.
intake-control-character = Ô chứa ký tự điều khiển (mã { $code }) không ai gõ được. Hãy gõ lại ô này.

## Trang tính, dòng và cột

intake-sheet-missing = Không có trang tính “{ $wanted }” (hoặc đang bị ẩn). Các trang tính có trong tệp: { $sheets }.
intake-sheet-chosen = Tệp có nhiều trang tính; trang này được đọc vì tiêu đề cột phù hợp nhất.
intake-sheet-also-fits = Chỉ trang tính này được đọc. Trang khác cũng phù hợp nhưng không được đọc: { $others }.
intake-sheets-hidden = Trang tính bị ẩn không được đọc: { $sheets }.
intake-no-header = Không thấy dòng tiêu đề trong { $rows } dòng đầu. Cần các cột: { $expected }.
intake-no-rows = Dưới dòng tiêu đề không có dòng dữ liệu nào đọc được.
intake-column-missing = Thiếu cột “{ $name }”. Tiêu đề được chấp nhận: { $accepted }.
intake-column-twice = Cột này trùng với cột { $first }. Hãy giữ lại một cột.
intake-column-unknown = Không biết cột này. Các cột của biểu mẫu: { $known }. Hãy sửa tiêu đề hoặc xóa cột.
intake-cell-without-header = Ô có dữ liệu nhưng cột không có tiêu đề. Hãy thêm tiêu đề hoặc xóa ô.
intake-cell-empty = Ô này không được để trống.
intake-merged = Các ô { $range } bị gộp trong vùng dữ liệu nên không rõ giá trị thuộc dòng hay cột nào. Hãy bỏ gộp và điền từng ô.
intake-row-numbering = Dòng đánh số cột, không đọc như dữ liệu.
intake-row-total = Dòng tổng, không đọc như dữ liệu.
intake-total-differs = Dòng tổng ghi { $written } nhưng cộng các dòng được { $counted } (lệch { $difference }).
intake-hidden-rows = Có { $count } dòng bị ẩn (dòng đầu tiên ở đây); chúng vẫn được đọc.
intake-below-table = Từ dòng này đến dòng { $last } nằm dưới bảng (ký tên, ghi chú), không đọc như dữ liệu.
intake-data-below-table = Dòng này có dữ liệu nhưng nằm dưới phần kết thúc bảng. Hãy đưa dòng lên trong bảng, hoặc xóa phần ghi chú ở giữa.

## Công thức

intake-formulas = Cột có { $count } ô là công thức (đầu tiên ở dòng { $first }); kết quả đã lưu trong tệp được dùng.
intake-formula-empty = Ô là công thức chưa có kết quả. Hãy mở tệp bằng Excel để tính, lưu rồi gửi lại.
intake-cell-error = Ô báo lỗi { $error }. Hãy sửa công thức hoặc gõ giá trị.

## Số

intake-number-unreadable = Cần một số, ví dụ 2374 hoặc 2.374.
intake-number-dash = Cần một số. Nếu không có thì ghi 0; nếu chưa biết thì để trống.
intake-number-groups = Dấu ngăn cách trong số không đúng chỗ: mỗi nhóm phải có ba chữ số, ví dụ 1.234.567.
intake-number-too-big = Số quá lớn.
intake-number-is-date = Bảng tính giữ ô này là ngày { $date }, nhưng cần một số. Hãy đổi định dạng ô và gõ lại số.
intake-number-percentage = Bảng tính hiện ô này là { $read } nhưng giữ giá trị { $kept }. Hãy đổi định dạng ô thành số thường và gõ đúng số mà cột cần.
intake-whole-fraction = Cần số nguyên, nhưng { $units },{ $fraction } có phần thập phân.
intake-whole-number-cell = Bảng tính giữ ô này là số thập phân { $units },{ $fraction }, nhưng cần số nguyên. Nếu ý là { $whole } thì hãy gõ { $whole } không có dấu chấm, dấu phẩy; có lẽ chương trình đã coi dấu ngăn cách hàng nghìn là dấu thập phân.
intake-decimal-ambiguous = Không rõ là { $whole } hay { $units },{ $fraction }. Hãy ghi { $whole } nếu là số nguyên, hoặc { $units },{ $fraction }0 nếu có phần thập phân.
intake-decimal-places = { $units },{ $fraction } có quá nhiều chữ số thập phân; cột này nhận nhiều nhất { $places }.
intake-too-small = Nhỏ nhất là { $min }.
intake-too-large = Lớn nhất là { $max }.
intake-amount-unreadable = Không hiểu “{ $rest }”. Hãy ghi số, có thể kèm “hơn”, “ít nhất”, “không quá”, “khoảng” và “nghìn”, “triệu”, “tỷ”.
intake-amount-ambiguous = Không rõ số trước chữ chỉ hàng là { $whole } hay { $units },{ $fraction }. Hãy ghi đủ các chữ số.
intake-amount-less-than = “Dưới” hay “<” không nói rõ nhiều nhất là bao nhiêu. Hãy ghi “không quá” và số lớn nhất có thể.

## Ngày, năm

intake-date-unreadable = Cần một ngày dạng ngày/tháng/năm, ví dụ 07/10/2022.
intake-date-short-year = Năm phải đủ bốn chữ số, ví dụ 07/10/2022.
intake-date-no-month = Không có tháng { $month }. Ngày viết theo thứ tự ngày/tháng/năm, ví dụ 07/10/2022.
intake-date-month-first = Không có tháng { $month }. Có lẽ ngày được viết theo thứ tự tháng/ngày/năm; hãy viết ngày/tháng/năm, và xem lại cả các ngày khác trong cột.
intake-date-no-day = Tháng { $month } năm { $year } không có ngày { $day }.
intake-date-with-time = Ô có cả giờ; chỉ cần ngày. Hãy bỏ phần giờ.
intake-date-leap-bug = Bảng tính ghi ngày 29/02/1900, một ngày không có thật. Hãy gõ lại ngày.
intake-date-serial = Số { $serial } không phải là một ngày. Hãy gõ lại ngày, ví dụ 07/10/2022.
intake-date-number = Ô chứa một số chứ không phải ngày (nếu là ngày thì là { $date }). Hãy định dạng ô thành ngày, hoặc gõ ngày dạng chữ.
intake-dates-maybe-swapped = Cột có { $native } ngày do bảng tính nhận ra, đều từ ngày 1 đến 12, và { $written } ngày dạng chữ, đều sau ngày 12. Có lẽ chương trình đã đảo ngày và tháng; hãy kiểm tra lại. Các ngày được đọc như đang hiển thị.
intake-year-unreadable = Cần một năm bốn chữ số, ví dụ 2020.
intake-year-range = Năm phải từ { $min } đến { $max }.

## Chữ, mã, lựa chọn

intake-text-too-long = Dài { $length } ký tự; nhiều nhất là { $max }.
intake-text-is-date = Bảng tính đã đổi ô này thành ngày { $date }, nhưng cần chữ. Hãy định dạng ô là Văn bản (Text) và gõ lại.
intake-code-width = Cần mã gồm { $digits } chữ số.
intake-code-number = Cần một mã, không phải số âm hay số thập phân.
intake-code-precision = Bảng tính đã làm tròn mã này thành số. Hãy định dạng ô là Văn bản (Text) và gõ lại mã.
intake-choice = Không nằm trong các giá trị cho phép: { $accepted }.
