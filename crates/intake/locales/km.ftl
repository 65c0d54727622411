# សារអំពីការអានឯកសារតារាង។ For review by a native reader.
# Arguments as in vi.ftl and en.ftl.

## Places in the file

intake-place-cell = { $insheet ->
    [yes] សន្លឹក “{ $sheet }” ក្រឡា { $column }{ $row }
   *[no] ក្រឡា { $column }{ $row }
}{ $headed ->
    [yes] {" "}ជួរឈរ “{ $header }”
   *[no] {""}
}
intake-place-row = { $insheet ->
    [yes] សន្លឹក “{ $sheet }” ជួរដេក { $row }
   *[no] ជួរដេក { $row }
}
intake-place-column = { $insheet ->
    [yes] សន្លឹក “{ $sheet }” ជួរឈរ { $column }
   *[no] ជួរឈរ { $column }
}{ $headed ->
    [yes] {" "}“{ $header }”
   *[no] {""}
}
intake-place-file = { $insheet ->
    [yes] សន្លឹក “{ $sheet }”
   *[no] ឯកសារទាំងមូល
}

## Kinds of file

intake-file-xls = ឯកសារ “{ $file }” ជាតារាង Excel ចាស់ (.xls)។ សូមបើកដោយ Excel ឬ LibreOffice រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-xlsb = ឯកសារ “{ $file }” ជាតារាងប្រភេទ .xlsb។ សូមបើកដោយ Excel រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-ods = ឯកសារ “{ $file }” ជាតារាង OpenDocument (.ods)។ សូមបើកដោយ LibreOffice រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-password = ឯកសារ “{ $file }” មានពាក្យសម្ងាត់។ សូមដកពាក្យសម្ងាត់ចេញ រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-pdf = ឯកសារ “{ $file }” ជា PDF មិនមែនតារាងទេ។ សូមផ្ញើតារាងដើមជា .xlsx។
intake-file-word = ឯកសារ “{ $file }” ជាឯកសារអត្ថបទ មិនមែនតារាងទេ។ សូមចម្លងតារាងទៅ Excel រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-html = ឯកសារ “{ $file }” ជាទំព័របណ្ដាញ ឬ XML ដែលមានឈ្មោះជាតារាង។ សូមបើកដោយ Excel រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-zip = ឯកសារ “{ $file }” ជាឯកសារបង្ហាប់ដែលគ្មានតារាង Excel។ សូមពន្លា ឬរក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-binary = ឯកសារ “{ $file }” មិនមែនជា .xlsx ឬ CSV ទេ។ សូមរក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-damaged = ឯកសារ “{ $file }” ខូច ({ $detail })។ សូមបើកដោយ Excel ឬ LibreOffice រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-file-too-large = ឯកសារ “{ $file }” ធំជាង { $megabytes } MB។ សូមបំបែកជាឯកសារតូចៗ។
intake-zip-bomb = ឯកសារ “{ $file }” ពន្លាបានទំហំធំខុសប្រក្រតី ដូច្នេះមិនត្រូវបានអានបន្តទេ។ សូមចម្លងទិន្នន័យទៅឯកសារថ្មី។
intake-zip-entries = ឯកសារ “{ $file }” មានផ្នែកលើសពី { $max }។ សូមចម្លងទិន្នន័យទៅឯកសារថ្មី។
intake-xml-doctype = ឯកសារ “{ $file }” មាន DOCTYPE ដែលតារាងមិនត្រូវការ ដូច្នេះត្រូវបានបដិសេធ។ សូមបើកដោយ Excel រក្សាទុកជា .xlsx រួចផ្ញើម្ដងទៀត។
intake-empty = គ្មានទិន្នន័យ៖ ឯកសារ ឬសន្លឹកទទេ។
intake-too-many-columns = មានទិន្នន័យលើសពីជួរឈរទី { $max }។ សូមលុបជួរឈរដែលលើស។
intake-too-many-rows = មានជួរដេកលើសពី { $max }។ សូមបំបែកជាឯកសារច្រើន។
intake-too-many-merges = សន្លឹកមានក្រឡាបញ្ចូលគ្នាលើសពី { $max } កន្លែង។ សូមបំបែកក្រឡា។
intake-too-much-text = តារាងអក្សររបស់ឯកសារធំជាង { $megabytes } MB។ សូមបំបែកជាឯកសារតូចៗ។
intake-cell-too-long = ក្រឡាមួយវែងជាង { $max } បៃ។ សូមពិនិត្យសញ្ញាសម្រង់ ឬសញ្ញាខណ្ឌ។
intake-csv-quote = សញ្ញាសម្រង់ដែលបើកនៅទីនេះមិនត្រូវបានបិទ។ សូមបិទវា ឬរក្សាទុកជា .xlsx។

## Encodings and fonts

intake-encoding-unknown = មិនស្គាល់ការអ៊ិនកូដរបស់ឯកសារ “{ $file }”។ សូមរក្សាទុកជា .xlsx ឬ “CSV UTF-8”។
intake-encoding-damaged = ឯកសារ “{ $file }” មានតួអក្សរខូចក្នុងការអ៊ិនកូដ { $encoding }។ សូមរក្សាទុកជា .xlsx ឬ “CSV UTF-8”។
intake-encoding-mixed = ឯកសារលាយការអ៊ិនកូដ៖ ក្រឡានេះដូចជា { $from } (អានថា “{ $result }” មាន { $words } ពាក្យ) ហើយ { $others } ពាក្យទៀតមិនមែនទេ។ សូមបម្លែងឯកសារទាំងមូលទៅ Unicode រួចផ្ញើម្ដងទៀត។
intake-converted = អក្សរក្នុងឯកសារជា { $from } ហើយត្រូវបានបម្លែងទៅ Unicode៖ “{ $read }” អានថា “{ $result }”។
intake-letters-lost = អក្សរបានបាត់ពេលរក្សាទុកឯកសារ (? ឬ � ជំនួសអក្សរមានសញ្ញា)។ សូមយកឯកសារដើម រក្សាទុកជា .xlsx ឬ “CSV UTF-8”។
intake-control-character = ក្រឡាមានតួអក្សរបញ្ជា (លេខកូដ { $code })។ សូមវាយក្រឡានេះម្ដងទៀត។

## Sheets, rows and columns

intake-sheet-missing = គ្មានសន្លឹក “{ $wanted }” (ឬត្រូវបានលាក់)។ សន្លឹកក្នុងឯកសារ៖ { $sheets }។
intake-sheet-chosen = ឯកសារមានសន្លឹកច្រើន; សន្លឹកនេះត្រូវបានអានព្រោះចំណងជើងជួរឈរត្រូវជាងគេ។
intake-sheet-also-fits = មានតែសន្លឹកនេះត្រូវបានអាន។ សន្លឹកផ្សេងក៏ត្រូវដែរ តែមិនត្រូវបានអាន៖ { $others }។
intake-sheets-hidden = សន្លឹកដែលលាក់មិនត្រូវបានអាន៖ { $sheets }។
intake-no-header = រកមិនឃើញជួរចំណងជើងក្នុង { $rows } ជួរដំបូង។ ត្រូវការជួរឈរ៖ { $expected }។
intake-no-rows = គ្មានជួរទិន្នន័យនៅក្រោមចំណងជើងទេ។
intake-column-missing = ខ្វះជួរឈរ “{ $name }”។ ចំណងជើងដែលទទួលយក៖ { $accepted }។
intake-column-twice = ជួរឈរនេះដូចជួរឈរ { $first }។ សូមទុកតែមួយ។
intake-column-unknown = មិនស្គាល់ជួរឈរនេះ។ ជួរឈររបស់ទម្រង់៖ { $known }។ សូមកែចំណងជើង ឬលុបជួរឈរ។
intake-cell-without-header = ក្រឡាមានទិន្នន័យ តែជួរឈរគ្មានចំណងជើង។ សូមបន្ថែមចំណងជើង ឬលុបក្រឡា។
intake-cell-empty = ក្រឡានេះមិនអាចទទេបានទេ។
intake-merged = ក្រឡា { $range } ត្រូវបានបញ្ចូលគ្នាក្នុងទិន្នន័យ។ សូមបំបែក ហើយបំពេញក្រឡានីមួយៗ។
intake-row-numbering = ជួរដែលដាក់លេខជួរឈរ មិនត្រូវបានអានជាទិន្នន័យទេ។
intake-row-total = ជួរសរុប មិនត្រូវបានអានជាទិន្នន័យទេ។
intake-total-differs = ជួរសរុបសរសេរ { $written } តែបូកជួរបាន { $counted } (ខុស { $difference })។
intake-hidden-rows = មានជួរលាក់ { $count } (ជួរដំបូងនៅទីនេះ); នៅតែត្រូវបានអាន។
intake-below-table = ពីជួរនេះដល់ជួរ { $last } នៅក្រោមតារាង (ហត្ថលេខា កំណត់ចំណាំ) មិនត្រូវបានអានជាទិន្នន័យទេ។
intake-data-below-table = ជួរនេះមានទិន្នន័យ តែនៅក្រោមចុងតារាង។ សូមផ្លាស់ទៅក្នុងតារាង ឬលុបកំណត់ចំណាំនៅចន្លោះ។

## Formulas

intake-formulas = ជួរឈរមានរូបមន្ត { $count } ក្រឡា (ដំបូងនៅជួរ { $first }); បានប្រើលទ្ធផលដែលរក្សាទុកក្នុងឯកសារ។
intake-formula-empty = ក្រឡាជារូបមន្តដែលគ្មានលទ្ធផល។ សូមបើកដោយ Excel ឱ្យគណនា រក្សាទុក រួចផ្ញើម្ដងទៀត។
intake-cell-error = ក្រឡាបង្ហាញកំហុស { $error }។ សូមកែរូបមន្ត ឬវាយតម្លៃ។

## Numbers

intake-number-unreadable = ត្រូវការលេខ ឧទាហរណ៍ 2374 ឬ 2.374។
intake-number-dash = ត្រូវការលេខ។ បើគ្មាន សូមសរសេរ 0; បើមិនដឹង សូមទុកទទេ។
intake-number-groups = សញ្ញាខណ្ឌក្នុងលេខមិនត្រូវកន្លែង៖ ក្រុមនីមួយៗត្រូវមានបីខ្ទង់ ឧទាហរណ៍ 1.234.567។
intake-number-too-big = លេខធំពេក។
intake-number-is-date = តារាងរក្សាក្រឡានេះជាថ្ងៃ { $date } តែត្រូវការលេខ។ សូមប្ដូរទ្រង់ទ្រាយក្រឡា ហើយវាយលេខម្ដងទៀត។
intake-number-percentage = តារាងបង្ហាញក្រឡានេះជា { $read } តែរក្សាតម្លៃ { $kept }។ សូមប្ដូរទ្រង់ទ្រាយក្រឡាជាលេខធម្មតា ហើយវាយលេខដែលជួរឈរត្រូវការ។
intake-whole-fraction = ត្រូវការចំនួនគត់ តែ { $units },{ $fraction } មានផ្នែកទសភាគ។
intake-whole-number-cell = តារាងរក្សាក្រឡានេះជាលេខទសភាគ { $units },{ $fraction } តែត្រូវការចំនួនគត់។ បើចង់និយាយថា { $whole } សូមវាយ { $whole } ដោយគ្មានសញ្ញាខណ្ឌ។
intake-decimal-ambiguous = មិនច្បាស់ថាជា { $whole } ឬ { $units },{ $fraction }។ សូមសរសេរ { $whole } បើជាចំនួនគត់ ឬ { $units },{ $fraction }0 បើជាទសភាគ។
intake-decimal-places = { $units },{ $fraction } មានខ្ទង់ទសភាគច្រើនពេក; ជួរឈរនេះទទួលបានច្រើនបំផុត { $places }។
intake-too-small = តូចបំផុតគឺ { $min }។
intake-too-large = ធំបំផុតគឺ { $max }។
intake-amount-unreadable = មិនយល់ “{ $rest }”។ សូមសរសេរលេខ អាចមាន “hơn”, “ít nhất”, “không quá”, “khoảng” និង “nghìn”, “triệu”, “tỷ”។
intake-amount-ambiguous = មិនច្បាស់ថាលេខមុនពាក្យខ្នាតជា { $whole } ឬ { $units },{ $fraction }។ សូមសរសេរលេខទាំងអស់។
intake-amount-less-than = “តិចជាង” មិនប្រាប់ថាច្រើនបំផុតប៉ុន្មាន។ សូមសរសេរ “không quá” និងលេខធំបំផុត។

## Dates and years

intake-date-unreadable = ត្រូវការថ្ងៃជា ថ្ងៃ/ខែ/ឆ្នាំ ឧទាហរណ៍ 07/10/2022។
intake-date-short-year = ឆ្នាំត្រូវមានបួនខ្ទង់ ឧទាហរណ៍ 07/10/2022។
intake-date-no-month = គ្មានខែ { $month } ទេ។ សូមសរសេរ ថ្ងៃ/ខែ/ឆ្នាំ ឧទាហរណ៍ 07/10/2022។
intake-date-month-first = គ្មានខែ { $month } ទេ។ ប្រហែលជាសរសេរ ខែ/ថ្ងៃ/ឆ្នាំ; សូមសរសេរ ថ្ងៃ/ខែ/ឆ្នាំ ហើយពិនិត្យថ្ងៃផ្សេងទៀតក្នុងជួរឈរ។
intake-date-no-day = ខែ { $month } ឆ្នាំ { $year } គ្មានថ្ងៃ { $day } ទេ។
intake-date-with-time = ក្រឡាមានម៉ោងផង; ត្រូវការតែថ្ងៃ។ សូមលុបម៉ោង។
intake-date-leap-bug = តារាងសរសេរ 29/02/1900 ដែលជាថ្ងៃគ្មានពិត។ សូមវាយថ្ងៃម្ដងទៀត។
intake-date-serial = លេខ { $serial } មិនមែនជាថ្ងៃទេ។ សូមវាយថ្ងៃម្ដងទៀត ឧទាហរណ៍ 07/10/2022។
intake-date-number = ក្រឡាមានលេខ មិនមែនថ្ងៃទេ (បើជាថ្ងៃ គឺ { $date })។ សូមប្ដូរទ្រង់ទ្រាយក្រឡាជាថ្ងៃ ឬវាយថ្ងៃជាអក្សរ។
intake-dates-maybe-swapped = ជួរឈរមាន { $native } ថ្ងៃដែលតារាងស្គាល់ ទាំងអស់ពីថ្ងៃទី 1 ដល់ 12 និង { $written } ថ្ងៃជាអក្សរ ទាំងអស់ក្រោយថ្ងៃទី 12។ ប្រហែលកម្មវិធីបានប្ដូរថ្ងៃនិងខែ; សូមពិនិត្យ។ ថ្ងៃត្រូវបានអានដូចដែលបង្ហាញ។
intake-year-unreadable = ត្រូវការឆ្នាំបួនខ្ទង់ ឧទាហរណ៍ 2020។
intake-year-range = ឆ្នាំត្រូវនៅចន្លោះ { $min } និង { $max }។

## Text, codes, choices

intake-text-too-long = វែង { $length } តួអក្សរ; ច្រើនបំផុត { $max }។
intake-text-is-date = តារាងបានប្ដូរក្រឡានេះទៅជាថ្ងៃ { $date } តែត្រូវការអក្សរ។ សូមប្ដូរទ្រង់ទ្រាយក្រឡាជា Text ហើយវាយម្ដងទៀត។
intake-code-width = ត្រូវការលេខកូដ { $digits } ខ្ទង់។
intake-code-number = ត្រូវការលេខកូដ មិនមែនលេខអវិជ្ជមាន ឬទសភាគទេ។
intake-code-precision = តារាងបានបង្គត់លេខកូដនេះជាលេខ។ សូមប្ដូរទ្រង់ទ្រាយក្រឡាជា Text ហើយវាយលេខកូដម្ដងទៀត។
intake-choice = មិនមែនជាតម្លៃដែលទទួលយក៖ { $accepted }។
