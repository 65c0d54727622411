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
dinh-facts-rebuilt = The cells were made anew from the facts.
