# for review by a native reader
# ប្រតិទិនធ្វើការ៖ ឈ្មោះថ្ងៃឈប់សម្រាក មូលហេតុដែលថ្ងៃមិនត្រូវបានរាប់ និងកំហុសក្នុងឯកសារប្រតិទិន។

## ឈ្មោះថ្ងៃឈប់សម្រាក

calendar-holiday-name =
    { $holiday ->
        [new-year] ថ្ងៃចូលឆ្នាំសកល
        [lunar-new-year] ចូលឆ្នាំតាមច័ន្ទគតិ (Tết)
        [hung-kings] ទិវារំលឹកស្តេច Hùng Vương
        [victory-day] ទិវាជ័យជម្នះ
        [labour-day] ទិវាពលកម្មអន្តរជាតិ
        [national-day] ទិវាបុណ្យជាតិ
        [culture-day] ទិវាវប្បធម៌វៀតណាម
       *[special] ថ្ងៃឈប់តាមសេចក្តីសម្រេចពិសេស
    }

## ថ្ងៃនេះជាថ្ងៃអ្វី

calendar-day-working = ថ្ងៃធ្វើការ
calendar-day-made-up = ថ្ងៃធ្វើការសងជំនួសថ្ងៃ { $date }
calendar-day-weekly-rest = ថ្ងៃឈប់សម្រាកប្រចាំសប្តាហ៍
calendar-day-swapped = ថ្ងៃឈប់ប្តូរ ត្រូវធ្វើការសងនៅថ្ងៃ { $date }
calendar-day-holiday = { calendar-holiday-name }
calendar-day-compensating = { calendar-holiday-name }៖ ឈប់សងជំនួសថ្ងៃ { $date } ដែលត្រូវនឹងថ្ងៃឈប់ប្រចាំសប្តាហ៍

## របៀបរាប់រយៈពេល

calendar-term-working-days = { $count } ថ្ងៃធ្វើការ
calendar-term-calendar-days = { $count } ថ្ងៃ
calendar-term-months = { $count } ខែ
calendar-event-day-not-counted = ថ្ងៃកើតហេតុមិនត្រូវបានរាប់ទេ ចាប់រាប់ពីថ្ងៃបន្ទាប់។
calendar-last-day-moved = ថ្ងៃចុងក្រោយជាថ្ងៃឈប់ ដូច្នេះរយៈពេលបញ្ចប់នៅថ្ងៃធ្វើការបន្ទាប់។
calendar-skipped-days = ថ្ងៃដែលមិនរាប់
calendar-made-up-days = ថ្ងៃធ្វើការសងដែលរាប់
calendar-year-computed = ថ្ងៃឈប់ក្នុងឆ្នាំ { $year } គណនាតាមច្បាប់ មិនទាន់តាមសេចក្តីជូនដំណឹងផ្លូវការទេ កាលបរិច្ឆេទអាចប្រែប្រួល។
calendar-source-unchecked = ប្រភពនៃថ្ងៃនេះមិនទាន់បានពិនិត្យទេ។

## កំហុសពេលគណនាថ្ងៃ

calendar-error-out-of-range = មិនអាចរាប់ពីថ្ងៃ { $from } បានទេ៖ ប្រតិទិនមានពី { $first } ដល់ { $last }។ សូមពិនិត្យកាលបរិច្ឆេទ។
calendar-error-no-such-lunar-date =
    { $leap ->
        [true] ប្រតិទិនច័ន្ទគតិគ្មានថ្ងៃទី { $day } ខែអធិកមាស { $month } ឆ្នាំ { $year } ទេ។ សូមពិនិត្យកាលបរិច្ឆេទ។
       *[false] ប្រតិទិនច័ន្ទគតិគ្មានថ្ងៃទី { $day } ខែ { $month } ឆ្នាំ { $year } ទេ។ សូមពិនិត្យកាលបរិច្ឆេទ។
    }

## កំហុសក្នុងឯកសារប្រតិទិន

calendar-problem-at = { $file } បន្ទាត់ { $line } ជួរឈរ { $column }៖ { $problem }
calendar-problem-unreadable = មិនអាចអានឯកសារបានទេ៖ { $message }
calendar-problem-unknown-holiday = គ្មានថ្ងៃបុណ្យឈ្មោះ "{ $key }" ទេ។ សូមប្រើឈ្មោះមួយក្នុងចំណោម៖ { $known }។
calendar-problem-no-such-day = ថ្ងៃទី { $day } ខែ { $month } មិនមានរៀងរាល់ឆ្នាំទេ។ សូមសរសេរខែពី 1 ដល់ 12 និងថ្ងៃដែលមានក្នុងខែនោះ។
calendar-problem-bad-length = ថ្ងៃបុណ្យមានរយៈពេល 1 ដល់ 10 ថ្ងៃ ហើយថ្ងៃឈប់មុនត្រូវតិចជាងចំនួនសរុប ឯកសារសរសេរ { $days } និង { $before }។
calendar-problem-bad-date = ត្រូវការកាលបរិច្ឆេទពី 1900-01-01 ដល់ 2199-12-31 ដោយគ្មានម៉ោង ឯកសារសរសេរ { $found }។
calendar-problem-ends-before-start = សុពលភាពបញ្ចប់នៅ { $to } មុនពេលចាប់ផ្តើម។ សូមកែ valid_from ឬ valid_to។
calendar-problem-overlap = នៅថ្ងៃ { $on } បទបញ្ញត្តិមុននៅមានសុពលភាព។ សូមសរសេរ valid_to ឲ្យបទបញ្ញត្តិនោះ។
calendar-problem-no-weekly-rest = ខ្វះ weekly_rest។ សូមសរសេរថ្ងៃឈប់ប្រចាំសប្តាហ៍។
calendar-problem-no-source = ខ្វះប្រភព។ សូមសរសេរច្បាប់ ឬសេចក្តីជូនដំណឹង ជាមួយលេខ និងថ្ងៃ។
calendar-problem-year-twice = ឆ្នាំ { $year } សរសេរពីរដង។ សូមបញ្ចូលសេចក្តីសម្រេចរបស់ឆ្នាំនោះគ្នា។
calendar-problem-nothing-to-decide = ឆ្នាំ { $year } គ្មានអ្វីត្រូវសម្រេចអំពី "{ $key }" ទេ ឬបានសរសេរពីរដង។ សូមលុបធាតុនេះ។
calendar-problem-misses-holiday = { $days } ថ្ងៃឈប់ចាប់ពី { $from } មិនមានថ្ងៃបុណ្យ { $anchor } ទេ។ សូមកែ from។
calendar-problem-ends-elsewhere = ដោយរាប់ថ្ងៃឈប់សងតាមច្បាប់ ថ្ងៃឈប់បញ្ចប់នៅ { $computed } មិនមែន { $to } ទេ។ សូមពិនិត្យ from និង to។
calendar-problem-wrong-year = ថ្ងៃ { $date } មិនស្ថិតក្នុងឆ្នាំ { $year } ទេ។ សូមផ្លាស់ធាតុនេះទៅឆ្នាំត្រឹមត្រូវ។
calendar-problem-not-worked = ថ្ងៃ { $date } មិនមែនជាថ្ងៃធ្វើការទេ ដូច្នេះមិនអាចឲ្យឈប់បានទេ។ សូមពិនិត្យកាលបរិច្ឆេទ។
calendar-problem-not-rest = ថ្ងៃ { $date } មិនមែនជាថ្ងៃឈប់ប្រចាំសប្តាហ៍ទេ ដូច្នេះមិនអាចធ្វើការសងបានទេ។ សូមពិនិត្យកាលបរិច្ឆេទ។
