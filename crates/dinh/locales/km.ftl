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
dinh-facts-rebuilt = បានបង្កើតប្រអប់ឡើងវិញពីព្រឹត្តិការណ៍។
