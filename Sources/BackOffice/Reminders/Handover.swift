/// What became of handing something over, to whomever: messages and reports are judged alike.
public enum Handover: Sendable, Equatable {
  /// The receiver has it.
  case taken
  /// The receiver does not want it, and will not want it later.
  case refused(HandoverReason)
  /// The receiver is not there, or takes nothing now.
  case unavailable(HandoverReason)

  /// By the answer of an HTTP server (RFC 9110, 15; 425 is RFC 8470, 429 is RFC 6585).
  init(httpStatus status: Int, said: String?) {
    self =
      switch status {
      case 200..<300: .taken
      case 408, 425, 429, 500...: .unavailable(.busy(status: status, said: said))
      default: .refused(.refused(status: status, said: said))
      }
  }
}
