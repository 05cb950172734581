"""What becomes due, derived from the facts and never stored as a timer.

For each kind of subject (a programme, an enrolment, a pair, a half-filled form) one module says:

- `facts(work, noun)`: all that its moments depend on;
- `moments(facts)`: a pure function, every moment past and future, each with a name unique for its
  subject that says which version of the facts it belongs to (`session-17.2-before-24-mentee`);
- `ACTS`: what each kind of moment brings about.

A moment whose name is in `happened` never acts again; one that comes too late is noted and skipped.
"""
