# ពាក្យនៃបន្ទាត់បញ្ជា. For review by a native reader.

dinh-demo-preparing = កំពុងរៀបចំពិភពគំរូ…
dinh-demo-ready = ពិភពគំរូរួចរាល់ហើយ។
dinh-migrated = មូលដ្ឋានទិន្នន័យបានធ្វើបច្ចុប្បន្នភាព៖ អង្គភាពរដ្ឋបាល { $units }។
dinh-written = បានសរសេរ៖ { $file }
dinh-rulebook-ok = { $file }៖ គ្មានកំហុស
dinh-rulebook-problems = { $count ->
   *[other] កំហុស { $count }
}
dinh-rulebook-uncertain = មិនទាន់ប្រាកដ៖ អ្នកច្បាប់គួរពិនិត្យ។
dinh-rulebook-in-force = មានប្រសិទ្ធភាព៖ { $validity }
dinh-facts-verified = ប្រអប់ { $cells } ត្រូវនឹងព្រឹត្តិការណ៍ { $facts }។
dinh-facts-differ = { $count ->
   *[other] ប្រអប់ { $count } មិនត្រូវនឹងព្រឹត្តិការណ៍
}
dinh-facts-cell = { $unit }, { $period }, { $series }៖ ប្រអប់ { $cell } ព្រឹត្តិការណ៍ { $facts }
dinh-facts-none = គ្មាន
dinh-ledgers-verified = បញ្ជីវិភាគទាន { $ledgers } មានតុល្យភាពដល់មួយដុង។
dinh-ledgers-wrong = កំហុស { $wrong } ក្នុងបញ្ជីវិភាគទាន { $ledgers }។
dinh-facts-rebuilt = បានបង្កើតប្រអប់ឡើងវិញពីព្រឹត្តិការណ៍។

dinh-import-looking = កំពុងមើលឯកសារ៖ { $rows } ជួរ…
dinh-import-checking = កំពុងពិនិត្យ៖ { $rows } ជួរ…
dinh-import-writing = កំពុងសរសេរ៖ { $rows } ជួរ…
dinh-import-notice = ចំណាំ។ { $place }៖ { $text }
dinh-import-problem = កំហុស។ { $place }៖ អានបាន «{ $read }»។ { $text }
dinh-import-more = និង { $count } កន្លែងទៀត
dinh-import-rows = បានអាន { $rows } ជួរ៖ ត្រឹមត្រូវ { $good } មានកំហុស { $bad }។
dinh-import-refused = មិនទាន់បញ្ចូលអ្វីទេ៖ មាន { $count } កំហុស។ សូមកែឯកសារ រួចបញ្ចូលម្តងទៀត។
dinh-import-already = ខ្លឹមសារនេះបានបញ្ចូលថ្ងៃ { $date } ពីឯកសារ { $file }; គ្មានអ្វីប្រែប្រួលទេ។
dinh-import-would = ឯកសារត្រឹមត្រូវ៖ នឹងបញ្ចូល { $count } ជួរ។ មិនទាន់សរសេរអ្វីទេ។
dinh-import-done = បានបញ្ចូល { $count } ជួរ។
dinh-units-import-already = ខ្លឹមសារនេះបានបញ្ចូលពីមុន; គ្មានអ្វីប្រែប្រួលទេ។
dinh-units-undone = បានសម្គាល់ថាលុបចោល «{ $title }»។ គ្មានអ្វីត្រូវបានលុបទេ។
dinh-units-reorganised = នេះជាការរៀបចំលេខ { $number }។ បើកត់ត្រាខុស សូមលុបចោលដោយ៖ dinh units undo { $number } --reason "…"។ ម៉ាស៊ីនបម្រើដែលកំពុងដំណើរការ ត្រូវចាប់ផ្តើមឡើងវិញ ដើម្បីប្រើផែនទីថ្មី។

# អ្វីដែលអ្នកប្រើអាចកែបាន
dinh-trouble-read = អាន { $file } មិនបាន៖ { $reason }។
dinh-trouble-write = សរសេរ { $file } មិនបាន៖ { $reason }។
dinh-trouble-not-found = គ្មានឯកសារនេះទេ
dinh-trouble-denied = គ្មានសិទ្ធិចូល
dinh-trouble-folder = នេះជាថត មិនមែនឯកសារទេ
dinh-trouble-in-use = កម្មវិធីផ្សេងកំពុងប្រើអាសយដ្ឋាននេះ
dinh-trouble-address = មិនយល់អាសយដ្ឋានមូលដ្ឋានទិន្នន័យ «{ $address }» ទេ។ សូមសរសេរ sqlite://PATH ឬ postgres://USER@HOST/NAME។
dinh-trouble-database = បើកមូលដ្ឋានទិន្នន័យ { $address } មិនបាន៖ { $reason }
dinh-trouble-listen = បើកច្រក { $address } មិនបាន៖ { $reason }។
dinh-trouble-settings = ឯកសារកំណត់ { $file } មានកំហុស៖ { $reason }
dinh-trouble-place = គ្មានប្រភេទទីកន្លែង «{ $found }» ទេ។ សូមជ្រើសរើសមួយ៖ { $known }។
dinh-trouble-form = គ្មានទម្រង់ «{ $form }» ទេ។ ទម្រង់ទាំងអស់៖ { $forms }។
dinh-trouble-other-world = មូលដ្ឋានទិន្នន័យនេះមានពិភពគំរូផ្សេង (communes { $communes }, years { $years }, seed { $seed })។ សូមប្រើលេខដដែល ឬប្រាប់មូលដ្ឋានទិន្នន័យទទេសម្រាប់ពិភពថ្មី (communes { $wanted-communes }, years { $wanted-years }, seed { $wanted-seed })។
dinh-trouble-real-records = មូលដ្ឋានទិន្នន័យនេះមានឯកសារពិត។ សូមប្រាប់មូលដ្ឋានទិន្នន័យទទេសម្រាប់ពិភពគំរូ។

# បន្ទាត់បញ្ជាមិនត្រឹមត្រូវ
dinh-misuse-choice = «{ $value }» មិនត្រូវសម្រាប់ { $argument } ទេ។ សូមជ្រើសរើសមួយ៖ { $known }។
dinh-misuse-no-value = { $argument } ត្រូវមានតម្លៃ។
dinh-misuse-value = «{ $value }» មិនត្រូវសម្រាប់ { $argument } ទេ៖ { $reason }។
dinh-misuse-missing = នៅខ្វះ៖ { $arguments }។
dinh-misuse-argument = មិនយល់ «{ $argument }» ទេ។
dinh-misuse-command = គ្មានបញ្ជា «{ $command }» ទេ។
dinh-misuse-meant = តើចង់និយាយថា៖ { $meant }?
dinh-misuse-help = សូមមើលរបៀបប្រើ៖ dinh --help, dinh help COMMAND។

dinh-log-exported = បានសរសេរសៀវភៅតម្លាភាព { $size } មុខទៅក្នុង { $folder }
dinh-log-signed = សៀវភៅតម្លាភាពមាន { $size } មុខ បានបិទត្រា។
dinh-log-held = ម៉ាស៊ីនមេផ្សេងកំពុងសរសេរសៀវភៅ គ្មានអ្វីត្រូវបានធ្វើទេ។
dinh-log-rotated = សោថ្មីរបស់សៀវភៅតម្លាភាព៖ { $key }
dinh-log-rotated-next = សោចាស់នៅក្នុង { $old }៖ សូមរក្សាទុកនៅកន្លែងផ្សេង ឬបំផ្លាញ។ សូមផ្សព្វផ្សាយសោថ្មីលើក្រដាស។
dinh-log-lost-next = សោចាស់មិនបានចុះហត្ថលេខាឱ្យសោថ្មីទេ៖ អ្នកដែលជឿសោចាស់នឹងទទួលការព្រមានរហូតដល់ដឹងសោថ្មី។ សូមផ្សព្វផ្សាយលើក្រដាសភ្លាម។
dinh-log-restarted = សៀវភៅចាស់បានបញ្ចប់។ សោរបស់សៀវភៅថ្មី៖ { $key }។ សូមផ្សព្វផ្សាយលើក្រដាស ជាមួយមុខដែលបាត់។
dinh-log-witness-key = សោរបស់សាក្សី៖ { $key }។ សូមផ្ញើទៅអ្នកគ្រប់គ្រងសៀវភៅ។
dinh-log-witnessed = សាក្សី { $witness } បានចុះហត្ថលេខា ហើយសៀវភៅបានទទួល។

dinh-admin-created = អ្នកគ្រប់គ្រង { $login } នៃ { $unit }
dinh-admin-code = លេខកូដចុះឈ្មោះប្រើម្តង៖ { $code }
dinh-admin-next = បើក { $address } វាយលេខកូដ ហើយកំណត់ពាក្យសម្ងាត់មុនម៉ោង { $time } ថ្ងៃទី { $date }។ លេខកូដមិនត្រូវបានរក្សាទុកនៅកន្លែងផ្សេងទេ។
dinh-admin-signed-all-out = បានបញ្ចប់ការចូល { $count } ហើយ; គ្រប់គ្នាត្រូវចូលម្តងទៀត។
dinh-mediation-forgotten = { $unit }៖ បានបំផ្លាញសោ; គ្មាននរណាអាន { $count } ករណីទៀតទេ។
