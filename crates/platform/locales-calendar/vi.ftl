# Lịch làm việc: tên ngày nghỉ, lý do một ngày không được tính, lỗi trong tệp dữ liệu lịch.

## Tên ngày nghỉ lễ, tết

calendar-holiday-name =
    { $holiday ->
        [new-year] Tết Dương lịch
        [lunar-new-year] Tết Âm lịch
        [hung-kings] Giỗ Tổ Hùng Vương
        [victory-day] Ngày Chiến thắng
        [labour-day] Ngày Quốc tế lao động
        [national-day] Quốc khánh
        [culture-day] Ngày Văn hóa Việt Nam
       *[special] Ngày nghỉ theo quyết định riêng
    }

## Một ngày là ngày gì

calendar-day-working = Ngày làm việc
calendar-day-made-up = Ngày làm bù cho ngày { $date }
calendar-day-weekly-rest = Ngày nghỉ hằng tuần
calendar-day-swapped = Ngày nghỉ hoán đổi, làm bù ngày { $date }
calendar-day-holiday = { calendar-holiday-name }
calendar-day-compensating = { calendar-holiday-name }: nghỉ bù cho ngày { $date } trùng ngày nghỉ hằng tuần

## Cách tính thời hạn

calendar-term-working-days = { $count } ngày làm việc
calendar-term-calendar-days = { $count } ngày
calendar-term-months = { $count } tháng
calendar-event-day-not-counted = Không tính ngày xảy ra sự kiện; bắt đầu tính từ ngày liền kề sau đó.
calendar-last-day-moved = Ngày cuối của thời hạn là ngày nghỉ nên thời hạn kết thúc vào ngày làm việc tiếp theo.
calendar-skipped-days = Những ngày không tính
calendar-made-up-days = Những ngày làm bù được tính
calendar-year-computed = Lịch nghỉ năm { $year } được tính theo luật, chưa theo thông báo chính thức; hạn có thể thay đổi.
calendar-source-unchecked = Nguồn của ngày này chưa được kiểm tra.

## Lỗi khi tính ngày

calendar-error-out-of-range = Không tính được từ ngày { $from }: lịch chỉ có từ { $first } đến { $last }. Hãy kiểm tra lại ngày.
calendar-error-no-such-lunar-date =
    { $leap ->
        [true] Âm lịch không có ngày { $day } tháng { $month } nhuận năm { $year }. Hãy kiểm tra lại ngày.
       *[false] Âm lịch không có ngày { $day } tháng { $month } năm { $year }. Hãy kiểm tra lại ngày.
    }

## Lỗi trong tệp dữ liệu lịch

calendar-problem-at = { $file }, dòng { $line }, cột { $column }: { $problem }
calendar-problem-unreadable = Không đọc được tệp: { $message }
calendar-problem-unknown-holiday = Không có ngày lễ tên "{ $key }". Hãy dùng một trong các tên: { $known }.
calendar-problem-no-such-day = Không phải năm nào cũng có ngày { $day } tháng { $month }. Hãy ghi tháng từ 1 đến 12 và một ngày có trong tháng đó.
calendar-problem-bad-length = Một kỳ nghỉ dài từ 1 đến 10 ngày, số ngày nghỉ trước phải ít hơn tổng số; tệp ghi { $days } và { $before }.
calendar-problem-bad-date = Cần một ngày từ 1900-01-01 đến 2199-12-31, không kèm giờ; tệp ghi { $found }.
calendar-problem-ends-before-start = Hiệu lực kết thúc ngày { $to }, trước khi bắt đầu. Hãy sửa valid_from hoặc valid_to.
calendar-problem-overlap = Ngày { $on } vẫn còn một quy định trước đó có hiệu lực. Hãy ghi valid_to cho quy định ấy.
calendar-problem-no-weekly-rest = Thiếu weekly_rest. Hãy ghi những ngày nghỉ hằng tuần.
calendar-problem-no-source = Thiếu nguồn. Hãy ghi luật hoặc thông báo, kèm số và ngày.
calendar-problem-year-twice = Năm { $year } được ghi hai lần. Hãy gộp các quyết định của năm ấy lại.
calendar-problem-nothing-to-decide = Năm { $year } không có gì cần quyết định về "{ $key }", hoặc đã ghi hai lần. Hãy bỏ mục này.
calendar-problem-misses-holiday = { $days } ngày nghỉ kể từ { $from } không có chính ngày lễ { $anchor }. Hãy sửa from.
calendar-problem-ends-elsewhere = Tính cả nghỉ bù theo luật, kỳ nghỉ kết thúc ngày { $computed } chứ không phải { $to }. Hãy kiểm tra from và to.
calendar-problem-wrong-year = Ngày { $date } không thuộc năm { $year }. Hãy chuyển mục này về đúng năm.
calendar-problem-not-worked = Ngày { $date } vốn không phải ngày làm việc nên không thể cho nghỉ. Hãy kiểm tra lại ngày.
calendar-problem-not-rest = Ngày { $date } vốn không phải ngày nghỉ hằng tuần nên không thể làm bù. Hãy kiểm tra lại ngày.
