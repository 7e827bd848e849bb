/// What the process tells its caller; throwing one ends the command quietly, when all has been said already.
enum ExitStatus: Int32, Error, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  /// Done, and some rows were rejected; the rejects file says which.
  case rejectedRows = 3
  case notAllowed = 4
  case conflict = 5
  /// What was checked is not as it was written (the `EX_DATAERR` of sysexits.h).
  case damaged = 65
  /// Another run holds the lock: try again later (the `EX_TEMPFAIL` of sysexits.h).
  case locked = 75
}
