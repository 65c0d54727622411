# The working calendar: names of holidays, why a day is not counted, errors in the calendar's data files.

## Names of public holidays

calendar-holiday-name =
    { $holiday ->
        [new-year] New Year’s Day
        [lunar-new-year] Lunar New Year (Tết)
        [hung-kings] Hùng Kings’ Commemoration Day
        [victory-day] Victory Day
        [labour-day] International Labour Day
        [national-day] National Day
        [culture-day] Vietnam Culture Day
       *[special] Day off by a single decision
    }

## What a day is

calendar-day-working = Working day
calendar-day-made-up = Worked to make up for { $date }
calendar-day-weekly-rest = Weekly rest day
calendar-day-swapped = Given off, made up on { $date }
calendar-day-holiday = { calendar-holiday-name }
calendar-day-compensating = { calendar-holiday-name }: day off in place of { $date }, which fell on a weekly rest day

## How a term is counted

calendar-term-working-days =
    { $count ->
        [1] 1 working day
       *[other] { $count } working days
    }
calendar-term-calendar-days =
    { $count ->
        [1] 1 day
       *[other] { $count } days
    }
calendar-term-months =
    { $count ->
        [1] 1 month
       *[other] { $count } months
    }
calendar-event-day-not-counted = The day of the event is not counted; counting begins with the day after it.
calendar-last-day-moved = The last day of the term is not worked, so the term ends on the next working day.
calendar-skipped-days = Days not counted
calendar-made-up-days = Make-up days that count
calendar-year-computed = The days off of { $year } are computed from the law, not from an official announcement; the date may change.
calendar-source-unchecked = The source for this day has not been checked.

## Errors when computing dates

calendar-error-out-of-range = Cannot count from { $from }: the calendar covers { $first } to { $last }. Check the date.
calendar-error-no-such-lunar-date =
    { $leap ->
        [true] The lunar calendar has no day { $day } in the leap month { $month } of { $year }. Check the date.
       *[false] The lunar calendar has no day { $day } in month { $month } of { $year }. Check the date.
    }

## Errors in the calendar's data files

calendar-problem-at = { $file }, line { $line }, column { $column }: { $problem }
calendar-problem-unreadable = The file cannot be read: { $message }
calendar-problem-unknown-holiday = There is no holiday named “{ $key }”. Use one of: { $known }.
calendar-problem-no-such-day = Day { $day } of month { $month } does not come every year. Give a month from 1 to 12 and a day it has.
calendar-problem-bad-length = A holiday lasts 1 to 10 days, fewer of them before its date than in all; the file says { $days } and { $before }.
calendar-problem-bad-date = A date from 1900-01-01 to 2199-12-31 without a time is needed; the file says { $found }.
calendar-problem-ends-before-start = The validity ends on { $to }, before it begins. Correct valid_from or valid_to.
calendar-problem-overlap = An earlier rule is still in force on { $on }. Give that rule a valid_to.
calendar-problem-no-weekly-rest = weekly_rest is missing. Say which days of the week are not worked.
calendar-problem-no-source = The source is missing. Name the law or announcement, with its number and date.
calendar-problem-year-twice = The year { $year } is given twice. Put its decisions together.
calendar-problem-nothing-to-decide = Nothing is to be decided about “{ $key }” in { $year }, or it is decided twice. Remove this entry.
calendar-problem-misses-holiday = { $days } days off from { $from } do not contain the holiday itself, { $anchor }. Correct from.
calendar-problem-ends-elsewhere = With the compensation under the law the days off end on { $computed }, not on { $to }. Check from and to.
calendar-problem-wrong-year = { $date } is not in { $year }. Move this entry to its year.
calendar-problem-not-worked = { $date } is not a working day anyway, so it cannot be given off. Check the date.
calendar-problem-not-rest = { $date } is not a weekly rest day, so it cannot be worked to make up. Check the date.
