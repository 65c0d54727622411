# Messages about reading a spreadsheet. Arguments of every message: $read (what was read), $sheet, $row, $column,
# $header; for problems with the whole file also $file.

## Places in the file

intake-place-cell = { $insheet ->
    [yes] Sheet “{ $sheet }”, cell { $column }{ $row }
   *[no] Cell { $column }{ $row }
}{ $headed ->
    [yes] , column “{ $header }”
   *[no] {""}
}
intake-place-row = { $insheet ->
    [yes] Sheet “{ $sheet }”, row { $row }
   *[no] Row { $row }
}
intake-place-column = { $insheet ->
    [yes] Sheet “{ $sheet }”, column { $column }
   *[no] Column { $column }
}{ $headed ->
    [yes] {" "}“{ $header }”
   *[no] {""}
}
intake-place-file = { $insheet ->
    [yes] Sheet “{ $sheet }”
   *[no] The whole file
}

## Kinds of file

intake-file-xls = “{ $file }” is an old Excel workbook (.xls). Open it in Excel or LibreOffice, choose Save As, type “Excel Workbook (.xlsx)”, and send it again.
intake-file-xlsb = “{ $file }” is a binary workbook (.xlsb). Open it in Excel, choose Save As, type “Excel Workbook (.xlsx)”, and send it again.
intake-file-ods = “{ $file }” is an OpenDocument spreadsheet (.ods). Open it in LibreOffice, choose Save As, type “Excel 2007-365 (.xlsx)”, and send it again.
intake-file-password = “{ $file }” is protected by a password. Open it, remove the password (File > Info > Protect Workbook), save it as .xlsx and send it again.
intake-file-pdf = “{ $file }” is a PDF, not a spreadsheet. Send the original spreadsheet, saved as .xlsx.
intake-file-word = “{ $file }” is a text document, not a spreadsheet. Copy the table into Excel, save it as .xlsx and send it again.
intake-file-html = “{ $file }” is a web page or XML under a spreadsheet's name (many programs export like that). Open it in Excel, choose Save As, type “Excel Workbook (.xlsx)”, and send it again.
intake-file-zip = “{ $file }” is an archive without an Excel workbook in it. Unpack it, or save the spreadsheet as .xlsx, and send it again.
intake-file-binary = “{ $file }” is neither an .xlsx spreadsheet nor CSV text. Save the spreadsheet as .xlsx and send it again.
intake-file-damaged = “{ $file }” is damaged ({ $detail }). Open it in Excel or LibreOffice, save it as .xlsx and send it again.
intake-file-too-large = “{ $file }” is larger than { $megabytes } MB. Split it into smaller files.
intake-zip-bomb = “{ $file }” unpacks to an unreasonable size and was not read on. If it is a real spreadsheet, copy its data into a new file and send that.
intake-zip-entries = “{ $file }” has more than { $max } parts, unlike a spreadsheet. Copy its data into a new file and send that.
intake-xml-doctype = “{ $file }” contains a DOCTYPE declaration, which no spreadsheet needs, and was refused. Open it in Excel, save it as .xlsx and send it again.
intake-empty = There is no data: the file or the sheet is empty.
intake-too-many-columns = There is data beyond column number { $max }. Delete the surplus columns to the right of the table.
intake-too-many-rows = There are more than { $max } rows. Split them over several files.
intake-too-many-merges = The sheet has more than { $max } merged ranges. Unmerge its cells.
intake-too-much-text = The file's table of texts is larger than { $megabytes } MB. Split it into smaller files.
intake-cell-too-long = A cell or a tag is longer than { $max } bytes. Look at the file: a quotation mark or a delimiter may be missing.
intake-csv-quote = The quotation mark opened here is never closed. Close it, or save the file as .xlsx.

## Encodings and fonts

intake-encoding-unknown = The encoding of “{ $file }” could not be recognised. Save it as .xlsx or as “CSV UTF-8”.
intake-encoding-damaged = “{ $file }” contains damaged characters in the encoding { $encoding }. Save it as .xlsx or as “CSV UTF-8”.
intake-encoding-mixed = The file mixes encodings: this cell looks like { $from } (it would read “{ $result }”; { $words } words do), while { $others } other words do not. Convert the whole file to Unicode (for example with UniKey's converter, Ctrl+Shift+F6) and send it again.
intake-converted = The file's text is { $from } and was converted to Unicode: “{ $read }” was read as “{ $result }”.
intake-letters-lost = Letters were lost when the file was saved (? or � instead of letters with marks). Take the original and save it as .xlsx or as “CSV UTF-8”.
intake-control-character = The cell contains a control character (code { $code }) that nobody can type. Type the cell again.

## Sheets, rows and columns

intake-sheet-missing = There is no sheet “{ $wanted }” (or it is hidden). Sheets in the file: { $sheets }.
intake-sheet-chosen = The file has several sheets; this one was read because its headers fit best.
intake-sheet-also-fits = Only this sheet was read. Others fit as well but were not read: { $others }.
intake-sheets-hidden = Hidden sheets were not read: { $sheets }.
intake-no-header = No header row was found in the first { $rows } rows. Columns needed: { $expected }.
intake-no-rows = There is no row of data below the header.
intake-column-missing = The column “{ $name }” is missing. Accepted headers: { $accepted }.
intake-column-twice = This column is the same as column { $first }. Keep one of them.
intake-column-unknown = This column is not known. Columns of the form: { $known }. Correct the header or delete the column.
intake-cell-without-header = The cell holds data but its column has no header. Add a header or clear the cell.
intake-cell-empty = This cell must not be empty.
intake-merged = The cells { $range } are merged inside the data, so it is not clear to which row or column the value belongs. Unmerge them and fill in each cell.
intake-row-numbering = This row numbers the columns; it was not read as data.
intake-row-total = A row of totals; it was not read as data.
intake-total-differs = The totals row says { $written } but the rows add up to { $counted } (difference { $difference }).
intake-hidden-rows = { $count } rows are hidden (the first one here); they were read all the same.
intake-below-table = The lines from this one to row { $last } stand below the table (signatures, notes); they were not read as data.
intake-data-below-table = This row holds data but stands below the end of the table. Move it into the table, or delete the notes in between.

## Formulas

intake-formulas = The column has { $count } formula cells (the first in row { $first }); the results stored in the file were used.
intake-formula-empty = The cell is a formula without a result. Open the file in Excel so that it is calculated, save it and send it again.
intake-cell-error = The cell shows the error { $error }. Correct the formula or type the value.

## Numbers

intake-number-unreadable = A number was expected, for example 2374.
intake-number-dash = A number was expected. Write 0 if there is none; leave the cell empty if it is not known.
intake-number-groups = The separators in the number are misplaced: each group must have three digits, for example 1.234.567.
intake-number-too-big = The number is too large.
intake-number-is-date = The spreadsheet keeps this cell as the date { $date }, but a number was expected. Change the cell's format and type the number again.
intake-number-percentage = The spreadsheet shows this cell as { $read } but keeps { $kept }. Change the cell to a plain number format and type the number the column asks for.
intake-whole-fraction = A whole number was expected, but { $units }.{ $fraction } has a fraction.
intake-whole-number-cell = The spreadsheet keeps this cell as the decimal number { $units }.{ $fraction }, but a whole number was expected. If { $whole } was meant, type { $whole } without any separator; the program probably took the thousands separator for a decimal mark.
intake-decimal-ambiguous = It is not clear whether this is { $whole } or { $units }.{ $fraction }. Write { $whole } for the whole number, or { $units }.{ $fraction }0 for the decimal one.
intake-decimal-places = { $units }.{ $fraction } has too many decimal places; this column takes at most { $places }.
intake-too-small = The least is { $min }.
intake-too-large = The most is { $max }.
intake-amount-unreadable = “{ $rest }” was not understood. Write a number, optionally with “hơn”, “ít nhất”, “không quá”, “khoảng” and “nghìn”, “triệu”, “tỷ”.
intake-amount-ambiguous = It is not clear whether the number before the scale word is { $whole } or { $units }.{ $fraction }. Write out all digits.
intake-amount-less-than = “Less than” does not say how much it is at most. Write “không quá” (at most) and the greatest it can be.

## Dates and years

intake-date-unreadable = A date as day/month/year was expected, for example 07/10/2022.
intake-date-short-year = The year must have four digits, for example 07/10/2022.
intake-date-no-month = There is no month { $month }. Dates are written day/month/year, for example 07/10/2022.
intake-date-month-first = There is no month { $month }. The date seems to be written month/day/year; write day/month/year, and check the other dates in the column as well.
intake-date-no-day = Month { $month } of { $year } has no day { $day }.
intake-date-with-time = The cell holds a time of day as well; only the date is needed. Remove the time.
intake-date-leap-bug = The spreadsheet says 29/02/1900, a day that never was. Type the date again.
intake-date-serial = The number { $serial } is not a date. Type the date again, for example 07/10/2022.
intake-date-number = The cell holds a number, not a date (as a date it would be { $date }). Format the cell as a date, or type the date as text.
intake-dates-maybe-swapped = The column has { $native } dates recognised by the spreadsheet, all from the 1st to the 12th, and { $written } dates as text, all after the 12th. The program may have swapped day and month; please check. The dates were read as they are shown.
intake-year-unreadable = A year of four digits was expected, for example 2020.
intake-year-range = The year must lie between { $min } and { $max }.

## Text, codes, choices

intake-text-too-long = { $length } characters long; at most { $max } are allowed.
intake-text-is-date = The spreadsheet turned this cell into the date { $date }, but text was expected. Format the cell as Text and type it again.
intake-code-width = A code of { $digits } digits was expected.
intake-code-number = A code was expected, not a negative number or a fraction.
intake-code-precision = The spreadsheet rounded this code as if it were a number. Format the cell as Text and type the code again.
intake-choice = Not one of the accepted values: { $accepted }.
