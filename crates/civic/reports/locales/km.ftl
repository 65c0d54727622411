# របាយការណ៍ប្រចាំឆ្នាំអំពីប្រជាធិបតេយ្យមូលដ្ឋាន. For review by a native reader.

reports-nav = របាយការណ៍
reports-index-title = របាយការណ៍ប្រជាធិបតេយ្យមូលដ្ឋាន
reports-index-lead = តួលេខនីមួយៗត្រូវបានរាប់ពីបញ្ជី ឬមានប្រភពបញ្ជាក់។ សូមជ្រើសរើសអង្គភាព និងឆ្នាំ។
reports-index-with-figures = អង្គភាពដែលមានតួលេខ
reports-index-empty = មិនទាន់មានតួលេខទេ។ នៅពេលឃុំ សង្កាត់ ឬតំបន់ពិសេសនាំចូលបញ្ជីរបស់ខ្លួន ឬគណៈកម្មាធិការដឹកនាំខេត្តនាំចូលតួលេខរាយការណ៍ចាស់ របាយការណ៍នឹងបង្ហាញនៅទីនេះ។
reports-index-find = ស្វែងរកអង្គភាពផ្សេង
reports-home-title = Đình៖ ប្រជាជនដឹង ពិភាក្សា ធ្វើ ត្រួតពិនិត្យ តាមដាន និងទទួលផល
reports-home-lead = របាយការណ៍ប្រជាធិបតេយ្យមូលដ្ឋានដែលរាប់ពីបញ្ជី។ សូមចុចលើតួលេខមួយ ដើម្បីមើលថាវារាប់អ្វី។
reports-home-contradictions = { $count ->
    [0] គ្មានចំណុចផ្ទុយគ្នា
   *[other] ចំណុចផ្ទុយគ្នាក្នុងតួលេខ៖ { $count }
}

reports-title = របាយការណ៍ប្រជាធិបតេយ្យមូលដ្ឋាន ឆ្នាំ { $year }
reports-title-of = { $unit }៖ របាយការណ៍ប្រជាធិបតេយ្យមូលដ្ឋាន ឆ្នាំ { $year }
reports-lead = { $path }។ ព្រំប្រទល់គិតត្រឹមថ្ងៃ { $date }។
reports-boundary = ព្រំប្រទល់
reports-boundary-as-was = ព្រំប្រទល់ឆ្នាំ { $year }
reports-boundary-today = ព្រំប្រទល់បច្ចុប្បន្ន
reports-boundary-today-of = តួលេខឆ្នាំ { $year } គិតតាមព្រំប្រទល់បច្ចុប្បន្នរបស់ { $unit }។
reports-year = ឆ្នាំ
reports-download = ទាញយក
reports-contents = មាតិកា
reports-findings-notice = { $count ->
   *[other] តួលេខមានចំណុចផ្ទុយគ្នា { $count }
}
reports-findings-notice-lead = Đình បង្ហាញតួលេខទាំងពីរ ប្រភពទាំងពីរ និងការគណនា ហើយមិនកែតួលេខណាមួយទេ។
reports-findings-see = មើលចំណុចផ្ទុយគ្នា
reports-no-findings = រកមិនឃើញចំណុចផ្ទុយគ្នាក្នុងតួលេខដែលមានទេ។
reports-findings-title = ចំណុចផ្ទុយគ្នាក្នុងតួលេខ
reports-findings-lead = តួលេខដែលមិនត្រូវគ្នា។ ចំណុចនីមួយៗបង្ហាញតួលេខទាំងពីរ ប្រភពនៃតួលេខនីមួយៗ និងការគណនាដែលអ្នកណាក៏អាចធ្វើឡើងវិញបាន។ Đình មិនកែតួលេខណាមួយទេ។
reports-sources-title = ប្រភពតួលេខ
reports-sources-lead = តួលេខរាយការណ៍យកពីប្រភពខាងក្រោម។ តួលេខរាប់យកពីបញ្ជីដែលបាននាំចូលក្នុង Đình។
reports-section-empty = មិនទាន់មានតួលេខ។ ផ្នែកនេះរាប់ពី៖ { $forms }។
reports-section-figures = តួលេខ
reports-law = មូលដ្ឋានច្បាប់

reports-column-indicator = សូចនាករ
reports-column-counted = រាប់ពីបញ្ជី
reports-column-reported = តួលេខរាយការណ៍
reports-column-unit = ឯកតា
reports-column-source = ប្រភព
reports-column-share = អត្រា
reports-column-place = អង្គភាព
reports-column-records = កំណត់ត្រា
reports-column-date = កាលបរិច្ឆេទ
reports-column-quantity = បរិមាណ
reports-total = សរុប
reports-without = { $value } (មិនទាន់មាន { $missing })
reports-indivisible = បែងចែកមិនបាន
reports-vnd = { $value } ដុង
reports-contradicted = ផ្ទុយគ្នា
reports-demo-record = ទិន្នន័យសាកល្បង

reports-figure-lead = { $unit } ឆ្នាំ { $year }។
reports-figure-meaning = អត្ថន័យ
reports-figure-counted = រាប់ពីបញ្ជី
reports-figure-reported = តួលេខរាយការណ៍
reports-figure-none = មិនទាន់មានបញ្ជីណាត្រូវបានរាប់ ហើយមិនទាន់មានប្រភពណារាយការណ៍សូចនាករនេះទេ។
reports-figure-by-unit = តាមអង្គភាពចំណុះ
reports-figure-records = កំណត់ត្រាដែលបានរាប់
reports-figure-records-lead = កំណត់ត្រានីមួយៗដែលបង្កើតតួលេខនេះ។
reports-figure-no-records = តួលេខនេះមិនរាប់ពីបញ្ជីទេ៖ មានតែតួលេខរាយការណ៍។
reports-figure-formula = របៀបគណនា
reports-figure-formula-counts = រាប់ពីបញ្ជី៖ { $forms }។
reports-figure-formula-sum = { $parts }។
reports-figure-formula-ratio = { $of } ចែកនឹង { $to }។
reports-figure-formula-reported = យកពីរបាយការណ៍តែប៉ុណ្ណោះ។
reports-figure-combine-sum = បូកតួលេខអង្គភាពចាស់ៗ។
reports-figure-combine-latest = យកតួលេខរបស់អង្គភាពចាស់ដែលបង្កើតក្រោយគេ។
reports-figure-combine-weighted = មធ្យមភាគអង្គភាពចាស់ៗ ដោយថ្លឹងតាម { $weight }។
reports-figure-combine-none = មិនបូកបញ្ចូលគ្នាទេ បង្ហាញអង្គភាពចាស់នីមួយៗដោយឡែក។
reports-figure-undivided = ផ្នែកដែលបែងចែកមិនបាន
reports-figure-undivided-lead = អង្គភាពចាស់ខាងក្រោមត្រូវបានបែងចែកទៅអង្គភាពថ្មីច្រើន។ គ្មានមូលដ្ឋានសម្រាប់បែងចែកតួលេខទេ ដូច្នេះគ្រាន់តែបង្ហាញ មិនបូកចូល។
reports-figure-first = ត្រឡប់ទៅដើម
reports-figure-as-written = អត្ថបទដើម៖ «{ $text }»

reports-record-lead = { $unit } ថ្ងៃ { $date }។
reports-record-retracted = កំណត់ត្រានេះត្រូវបានលុបចោល៖ { $reason }
reports-yes = មាន
reports-no = គ្មាន

reports-table-places = កន្លែងបីប្រភេទ
reports-table-disclosure = ខ្លឹមសារដែលបានផ្សាយតាមមាត្រា 11
reports-table-decisions = កិច្ចការដែលប្រជាជនពិភាក្សា និងសម្រេច តាមវាក្យខណ្ឌនៃមាត្រា 15
reports-table-petitions = ពាក្យបណ្តឹង សំណូមពរ និងមតិ តាមប្រភេទ
reports-table-models-by-field = គំរូ «កៀរគរប្រជាជនប៉ិនប្រសប់» (“Dân vận khéo”) តាមវិស័យ
reports-table-models-by-group = គំរូ «កៀរគរប្រជាជនប៉ិនប្រសប់» (“Dân vận khéo”) តាមក្រុមងារ និងវិស័យ
reports-table-grades = ចំណាត់ថ្នាក់ប្រជាធិបតេយ្យមូលដ្ឋាន

reports-say-documents = ថ្នាក់នានាបានចេញឯកសារដឹកនាំ { $documents } និងបានរៀបចំការផ្សព្វផ្សាយ { $sessions } លើក ដែលមានអ្នកចូលរួមសរុប { $people } នាក់។
reports-say-inspections = បានត្រួតពិនិត្យការអនុវត្តប្រជាធិបតេយ្យមូលដ្ឋាន { $inspections } លើក។
reports-say-places = ក្នុងចំណោមកន្លែងត្រូវអនុវត្តប្រជាធិបតេយ្យ { $existing } មាន { $with } កន្លែងបានចេញបទបញ្ជា ស្មើនឹង { $rate }។
reports-say-conferences = ស្ថាប័ន អង្គភាព និងសហគ្រាសបានរៀបចំសន្និសីទបុគ្គលិក { $conferences } លើក ដែលមានអ្នកចូលរួម { $present } នាក់ ក្នុងចំណោមអ្នកត្រូវបានកោះហៅ { $summoned } នាក់។
reports-say-workplace-dialogues = ក្នុងសន្ទនានៅកន្លែងធ្វើការ { $dialogues } លើក មានសំណួរ { $questions } ហើយសំណួរបានឆ្លើយមាន { $answered }។
reports-say-disclosure = ខ្លឹមសារដល់កំណត់ផ្សាយ៖ { $due }។ អាជ្ញាធរបានផ្សាយ { $posted } ក្នុងនោះហួសពេល { $late }។ អត្រាទាន់ពេលគឺ { $rate }។
reports-say-registers = បញ្ជីផ្សាយប្រចាំត្រីមាសបានបិទផ្សាយ៖ { $registers }។
reports-say-decisions = ប្រជាជនបានពិភាក្សា និងបោះឆ្នោតលើកិច្ចការ { $matters } ក្នុងនោះអនុម័ត { $adopted } ស្មើនឹង { $rate }។
reports-say-participation = បូកការបោះឆ្នោតទាំងអស់ មានគ្រួសារចូលរួម { $present } ក្នុងចំណោមគ្រួសារមានសិទ្ធិបោះឆ្នោត { $households } ស្មើនឹង { $rate }។
reports-say-consultations = បានសុំមតិប្រជាជនលើកិច្ចការ { $held } ទទួលបានមតិ { $opinions }។ កិច្ចការដែលអាជ្ញាធរបានពន្យល់ និងទទួលយកមតិ៖ { $answered }។
reports-say-dialogues = ក្នុងសន្និសីទសន្ទនាជាមួយប្រជាជន { $held } លើក មានសំណួរ { $questions } ហើយសំណួរបានឆ្លើយមាន { $answered }។
reports-say-supervision = គណៈកម្មការតាមដានរបស់ប្រជាជន { $boards } បានតាមដាន និងត្រួតពិនិត្យ { $sessions } លើក។
reports-say-recommendations = ក្រោយការតាមដាន មានអនុសាសន៍ { $recommendations } ហើយអនុសាសន៍បានឆ្លើយមាន { $answered }។
reports-say-receptions = បានរៀបចំការទទួលប្រជាពលរដ្ឋ { $sessions } លើក ដែលមានអ្នកមកសរុប { $people } នាក់។
reports-say-petitions = បានទទួលពាក្យបណ្តឹង សំណូមពរ និងមតិ { $received }។ បានឆ្លើយ { $answered } មិនទាន់ឆ្លើយ { $pending }។
reports-say-teams = មានក្រុមសម្រុះសម្រួល { $teams } និងអ្នកសម្រុះសម្រួល { $mediators } នាក់ ក្នុងនោះស្ត្រី { $women } នាក់។
reports-say-mediation = ក្រុមទាំងនោះបានទទួល { $received } ករណី។ សម្រុះសម្រួលបាន { $settled } មិនបាន { $unsettled } កំពុងសម្រុះសម្រួល { $pending }។ អត្រាសម្រុះសម្រួលបានក្នុងករណីបានបញ្ចប់គឺ { $rate }។
reports-say-procedures = បានទទួលសំណុំឯកសារនីតិវិធីរដ្ឋបាល { $received } ដោះស្រាយ { $settled } ក្នុងនោះមុនកំណត់ និងទាន់កំណត់ { $rate }។
reports-say-satisfaction = ក្នុងចំណោមអ្នកត្រូវបានសួរ { $asked } នាក់ មានអ្នកពេញចិត្ត { $satisfied } នាក់ ស្មើនឹង { $rate }។
reports-say-models = មានគំរូ «កៀរគរប្រជាជនប៉ិនប្រសប់» (“Dân vận khéo”) ចុះឈ្មោះ { $registered } និងអនុវត្ត { $carried } ស្មើនឹង { $rate } នៃចំនួនចុះឈ្មោះ។
reports-say-maintained = ក្នុងនោះ គំរូបន្តពីឆ្នាំមុនមាន { $maintained } ហើយគំរូត្រូវបានទទួលស្គាល់ក្នុងឆ្នាំមាន { $recognised }។
reports-say-social-security = វិភាគទានសម្រាប់សន្តិសុខសង្គមបាន { $value }។
reports-say-contributions = តម្លៃវិភាគទានសរុបបាន { $total } តាមវិភាគទាន { $gifts } លើក ព្រមទាំងថ្ងៃពលកម្ម { $days } ថ្ងៃ។
reports-say-support = ជំនួយសន្តិសុខសង្គមបាន { $value } ដល់គ្រួសារ { $households } ដោយរាប់គ្រប់លើក។
reports-say-tasks = ភារកិច្ចដល់កំណត់៖ { $due }។ ភារកិច្ចបានបញ្ចប់៖ { $done }។
reports-say-disbursement = បានបើកផ្តល់ { $disbursed } ក្នុងវិនិយោគសាធារណៈចាត់តាំង { $assigned } ស្មើនឹង { $rate }។
reports-say-assessment = បានចាត់ថ្នាក់ { $classified } កន្លែង ក្នុងចំណោម { $existing } កន្លែង ស្មើនឹង { $rate }។

reports-proposals-title = សំណើ
reports-proposals-lead = Đình បង្ហាញអ្វីដែលតួលេខប្រាប់ថាគួរធ្វើ អ្នកទទួលខុសត្រូវជាអ្នកសម្រេច។
reports-propose-findings = { $count ->
   *[other] ផ្ទៀងផ្ទាត់ចំណុចផ្ទុយគ្នា { $count } ជាមួយអ្នករាយការណ៍ ហើយផ្សាយលទ្ធផល។
}
reports-propose-missing = { $count ->
   *[other] នាំចូលបញ្ជីសម្រាប់ { $count } ផ្នែកដែលមិនទាន់មានតួលេខ។
}
reports-propose-late = { $count ->
   *[other] ពិនិត្យឡើងវិញកិច្ចការហួសពេល { $count }៖ { $indicator }។
}
reports-propose-none = តួលេខមិនបង្ហាញអ្វីដែលត្រូវស្នើទេ។

reports-unknown-unit = គ្មានអង្គភាពឈ្មោះ «{ $name }» ក្នុងឆ្នាំ { $year } ទេ។
reports-unknown-year = «{ $year }» មិនមែនជាឆ្នាំទេ។ សូមសរសេរឆ្នាំជាលេខបួនខ្ទង់ ដូចជា 2025។
reports-unknown-format = គ្មានទម្រង់ឯកសារ «{ $format }» ទេ។ ទម្រង់ដែលមាន៖ json, xlsx, pdf, docx។
reports-demo-notice = ទិន្នន័យសាកល្បង៖ បញ្ជីនៅទីនេះត្រូវបាន Đình បង្កើតឡើងសម្រាប់សាកមើល មិនមែនជាតួលេខពិតទេ។
reports-author = Đình

reports-check-none = { $unit } ឆ្នាំ { $year }៖ រកមិនឃើញចំណុចផ្ទុយគ្នាទេ។
reports-check-some = { $unit } ឆ្នាំ { $year }៖ { $count ->
   *[other] ចំណុចផ្ទុយគ្នា { $count }
}

reports-until = ដល់ថ្ងៃ { $date }
reports-index-empty-duty = គណៈកម្មាធិការប្រជាជនឃុំ និងគណៈកម្មាធិការដឹកនាំការអនុវត្តបទបញ្ជាប្រជាធិបតេយ្យមូលដ្ឋាន
reports-section-empty-duty = គណៈកម្មាធិការប្រជាជនឃុំ
reports-meant = តើអ្នកចង់រក
reports-column-code = លេខកូដ
reports-column-locator = កន្លែងស្វែងរក
reports-tools = របៀបមើល និងទាញយក
reports-sources-counted = របាយការណ៍នេះមិនដកស្រង់ប្រភពណាទេ៖ តួលេខទាំងអស់រាប់ពីបញ្ជី។
reports-contradicted-note = ផ្ទុយនឹងតួលេខផ្សេង សូមមើលផ្នែក «ចំណុចផ្ទុយគ្នាក្នុងតួលេខ»។
reports-finding-sum-of = ផលបូក { $count } ផ្នែក
reports-finding-title = គួរតែត្រូវ៖ { $rule }
reports-verdict-ruled-out = មិនត្រូវ
reports-verdict-possible = អាចទៅរួច
reports-verdict-hypothesis = សម្មតិកម្ម មិនមែនជាការពិត
reports-api-failed = មិនអាចយកតួលេខបានទេ។ សូមព្យាយាមម្តងទៀតនៅពេលក្រោយ។
reports-level-country = ថ្នាក់កណ្តាល
reports-level-province = គណៈកម្មាធិការប្រជាជនខេត្ត
reports-level-district = គណៈកម្មាធិការប្រជាជនស្រុក
reports-level-commune = គណៈកម្មាធិការប្រជាជនឃុំ
reports-level-hamlet = មេភូមិ
reports-figure-merger = ពេលបញ្ចូលអង្គភាព
reports-figure-part-of = ជាផ្នែកនៃ
reports-figure-own = អង្គភាពនេះផ្ទាល់
reports-figure-through-parts = តួលេខនេះគណនាពីសូចនាករផ្សេង សូមបើកសូចនាករនីមួយៗដើម្បីមើលកំណត់ត្រា។
reports-record-form = បញ្ជី
reports-record-origin = ប្រភពដើម
reports-from = ចាប់ពីថ្ងៃ { $date }
reports-unknown-boundaries = គ្មានព្រំដែន «{ $word }» ទេ។ សូមជ្រើសរើស nam-bao-cao ឬ hien-nay។
