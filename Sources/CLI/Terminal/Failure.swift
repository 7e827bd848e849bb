/// An end with a reason: printed as `error: thing: reason; way out`, then the process exits with `status`.
struct Failure: Error, Sendable {
  let status: ExitStatus
  let message: Text

  init(_ status: ExitStatus, _ message: Text) {
    self.status = status
    self.message = message
  }

  init(_ message: Text) { self.init(.failed, message) }
}

/// The reader of standard output went away (`hotline … | head`): not an error, but nothing more is to be written.
struct OutputClosed: Error, Sendable {}
