/// Why something was not taken over. It is kept as a line of text beside what waits, and read back from it.
public enum HandoverReason: Sendable, Equatable {
  /// Why nobody answered, as it is kept.
  public enum Trouble: String, Sendable, CaseIterable {
    /// The name of the host leads nowhere.
    case unknownHost = "the host's name is not known"
    /// Nobody listens there.
    case notConnected = "nobody listens at the address"
    /// There was no answer in time.
    case timedOut = "no answer in time"
    /// The connection ended before the answer.
    case brokeOff = "the connection broke off"
    /// TLS was not agreed on, or the certificate not believed.
    case notSecured = "no secure connection: TLS failed, or the certificate is not trusted"
    /// The office names no server for letters.
    case noMailServer = "no mail server is named; set HOTLINE_SMTP=smtp://HOST:PORT and HOTLINE_MAIL_FROM"
    /// libcurl does not start.
    case noCurl = "libcurl does not start"
  }

  /// An HTTP server refuses it (RFC 9110, 15); with the first line of what it said.
  case refused(status: Int, said: String?)
  /// An HTTP server takes nothing now.
  case busy(status: Int, said: String?)
  /// A mail server does not take it: its code and its words.
  case mail(String)
  /// Nobody answered.
  case trouble(Trouble)
  /// In words that came from below.
  case other(String)

  private static let refused = "the receiver refused it: HTTP "
  private static let busy = "the receiver takes nothing now: HTTP "
  private static let mail = "the mail server answered: "

  /// On one line, in English: what is kept, and what scripts get.
  public var text: String {
    func answer(_ status: Int, _ said: String?) -> String { "\(status)\(said.map { " \($0)" } ?? "")" }
    return switch self {
    case .refused(let status, let said): Self.refused + answer(status, said)
    case .busy(let status, let said): Self.busy + answer(status, said)
    case .mail(let answer): Self.mail + answer
    case .trouble(let trouble): trouble.rawValue
    case .other(let text): text
    }
  }

  /// From ``text``; anything else is told as it is.
  public init(kept text: String) {
    func answer(behind prefix: String) -> (status: Int, said: String?)? {
      guard text.hasPrefix(prefix) else { return nil }
      let parts = text.dropFirst(prefix.count).split(separator: " ", maxSplits: 1)
      return parts.first.flatMap { Int($0) }.map { ($0, parts.count > 1 ? String(parts[1]) : nil) }
    }
    if let answer = answer(behind: Self.refused) {
      self = .refused(status: answer.status, said: answer.said)
    } else if let answer = answer(behind: Self.busy) {
      self = .busy(status: answer.status, said: answer.said)
    } else if text.hasPrefix(Self.mail) {
      self = .mail(String(text.dropFirst(Self.mail.count)))
    } else {
      self = Trouble(rawValue: text).map { .trouble($0) } ?? .other(text)
    }
  }
}
