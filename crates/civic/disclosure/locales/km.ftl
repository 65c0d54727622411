# Register of disclosures
disclosure-register-title = បញ្ជីព័ត៌មានបានផ្សាយ ត្រីមាសទី { $quarter } ឆ្នាំ { $year }
disclosure-register-summary = { $commune } បានផ្សាយ { $count } រឿង ក្នុងត្រីមាសទី { $quarter } ឆ្នាំ { $year }។ បញ្ជីនេះធ្វើ និងបិទផ្សាយរៀងរាល់ត្រីមាស តាមមាត្រា 13 វាក្យខណ្ឌ 2 នៃច្បាប់ស្តីពីការអនុវត្តប្រជាធិបតេយ្យនៅមូលដ្ឋាន។
disclosure-register-line = { $number }. { $title } ({ $article })។ ទម្រង់៖ { $forms }។ ផ្សាយថ្ងៃទី { $date }។
disclosure-register-nothing = ក្នុងត្រីមាសនេះគ្មានអ្វីបានផ្សាយទេ។
disclosure-withdrawn-title = សេចក្តីជូនដំណឹងដែលបានដកវិញ
