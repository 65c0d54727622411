# What the command line says

dinh-demo-preparing = Preparing the demo world…
dinh-demo-ready = The demo world is ready.
dinh-migrated = The database is up to date: { $units } administrative units.
dinh-written = Written: { $file }
dinh-rulebook-ok = { $file }: no faults
dinh-rulebook-problems = { $count ->
    [one] { $count } fault
   *[other] { $count } faults
}
dinh-rulebook-uncertain = Uncertain: a jurist should look at it.
dinh-rulebook-in-force = In force: { $validity }
dinh-facts-verified = { $cells } cells equal { $facts } facts.
dinh-facts-differ = { $count ->
    [one] { $count } cell differs from the facts
   *[other] { $count } cells differ from the facts
}
dinh-facts-cell = { $unit }, { $period }, { $series }: the cell says { $cell }, the facts add up to { $facts }
dinh-facts-none = nothing
dinh-ledgers-verified = { $ledgers } ledgers of contributions balance to the đồng.
dinh-ledgers-wrong = { $wrong } faults in { $ledgers } ledgers of contributions.
dinh-facts-rebuilt = The cells were made anew from the facts.

dinh-import-looking = Looking at the file: { $rows } rows…
dinh-import-checking = Checking: { $rows } rows…
dinh-import-writing = Writing: { $rows } rows…
dinh-import-notice = Note. { $place }: { $text }
dinh-import-problem = Fault. { $place }: read “{ $read }”. { $text }
dinh-import-more = and { $count } more
dinh-import-rows = Rows read: { $rows }. Good: { $good }. With problems: { $bad }.
dinh-import-refused = Nothing was imported: { $count ->
    [one] there is { $count } fault
   *[other] there are { $count } faults
}. Mend the file and import it again.
dinh-import-already = This content was imported on { $date } from { $file }; nothing was changed.
dinh-import-would = The file is sound: { $count ->
    [one] { $count } row
   *[other] { $count } rows
} would be imported. Nothing was written.
dinh-import-done = Imported: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}.
dinh-units-import-already = This content was imported before; nothing was changed.
dinh-units-undone = “{ $title }” is marked as undone. Nothing was deleted.
dinh-units-reorganised = This is reorganisation { $number }. If it was recorded wrongly, undo it: dinh units undo { $number } --reason "…". A running server must be started again to use the new map.

# What a person can mend
dinh-trouble-read = Can’t read { $file }: { $reason }.
dinh-trouble-write = Can’t write { $file }: { $reason }.
dinh-trouble-not-found = there is no such file
dinh-trouble-denied = access is denied
dinh-trouble-folder = this is a folder, not a file
dinh-trouble-in-use = another program uses this address
dinh-trouble-address = The database address “{ $address }” is not understood. Write sqlite://PATH or postgres://USER@HOST/NAME.
dinh-trouble-database = Can’t open the database { $address }: { $reason }
dinh-trouble-listen = Can’t listen on { $address }: { $reason }.
dinh-trouble-settings = The configuration file { $file } has a fault: { $reason }
dinh-trouble-place = “{ $found }” is no kind of place. Choose one of: { $known }.
dinh-trouble-form = There is no form “{ $form }”. The forms are: { $forms }.
dinh-trouble-other-world = This database holds another demo world (communes { $communes }, years { $years }, seed { $seed }). Ask for the same, or name an empty database for the new one (communes { $wanted-communes }, years { $wanted-years }, seed { $wanted-seed }).
dinh-trouble-real-records = This database holds real records. Name an empty database for the demo world.

# A command line that is not understood
dinh-misuse-choice = “{ $value }” does not fit { $argument }. Choose one of: { $known }.
dinh-misuse-no-value = { $argument } needs a value.
dinh-misuse-value = “{ $value }” does not fit { $argument }: { $reason }.
dinh-misuse-missing = Missing: { $arguments }.
dinh-misuse-argument = “{ $argument }” is not understood.
dinh-misuse-command = There is no command “{ $command }”.
dinh-misuse-meant = Did you mean: { $meant }?
dinh-misuse-help = See how it is used: dinh --help, dinh help COMMAND.

dinh-log-exported = Wrote the public log of { $size } entries to { $folder }
dinh-log-signed = The public log has { $size } entries, signed.
dinh-log-held = Another server writes the log; nothing was done.
dinh-log-rotated = The public log's new key: { $key }
dinh-log-rotated-next = The old key is in { $old }: lock it away elsewhere or destroy it. Publish the new key on paper.
dinh-log-lost-next = The old key did not sign for the new one: whoever trusts the old key is told of a fault until they are told of the new key. Publish it on paper at once.
dinh-log-restarted = The old log has ended. The new log's key: { $key }. Publish it on paper, with the entries that are lost.
dinh-log-witness-key = The witness's key: { $key }. Send it to the log's operator.
dinh-log-witnessed = Witness { $witness } has signed, and the log has taken it.

dinh-admin-created = Administrator { $login } of { $unit }
dinh-admin-code = One-time code to enrol with: { $code }
dinh-admin-next = Open { $address }, type the code and choose a password before { $time } on { $date }. The code is kept nowhere else.
dinh-admin-signed-all-out = { $count } sessions ended; everybody has to sign in again.
dinh-mediation-forgotten = { $unit }: the key was destroyed; nobody reads the words of { $count } cases any more.
