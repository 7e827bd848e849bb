/// An address of the web as it may be shown: who logs in and what is asked, `?token=…`, stay with those who wrote it.
public struct WebAddress: Sendable, Equatable {
  /// `https://…@host/path?…`
  public let shown: String
  private let secrets: [String]

  /// Any text is taken; what is no address has nothing to hide.
  public init(_ address: String) {
    guard let scheme = address.firstRange(of: "://") else {
      (shown, secrets) = (address, [])
      return
    }
    let rest = address[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let behind = rest[authority.endIndex...]
    let path = behind.prefix { !"?#".contains($0) }
    let query = behind[path.endIndex...]
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    let login = authority[..<host.startIndex].dropLast()
    shown =
      address[..<scheme.upperBound] + (login.isEmpty ? "" : "…@") + host + path + (query.isEmpty ? "" : "?…")
    let values = query.dropFirst().split { "&#".contains($0) }.map { $0.drop { $0 != "=" }.dropFirst() }
    let parts = [login, login.drop { $0 != ":" }.dropFirst(), query.dropFirst()] + values
    // Shorter ones are in any word.
    secrets = parts.map(String.init).filter { $0.count > 3 }.sorted { $0.count > $1.count }
  }

  /// Somebody else's words without what this address keeps to itself.
  public func hidden(in words: String) -> String {
    secrets.reduce(words) { $0.replacing($1, with: "…") }
  }
}
