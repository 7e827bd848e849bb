import Domain

/// The erasable part of ``MailingMade``.
struct MailingWords: Codable {
  var filter: String?
  var subject: String?
  var text: String?

  init?(_ made: MailingMade) {
    guard made.filter != nil || made.subject != nil || made.text != nil else { return nil }
    (filter, subject, text) = (made.filter, made.subject, made.text)
  }
}

/// The erasable part of ``OrderEdited``.
struct EditedWords: Codable {
  var words: [String: OrderEdited.Change]?
  var reason: String?

  /// `nil` where nothing of it is in words.
  init?(_ edited: OrderEdited) {
    guard edited.words != nil || edited.reason != nil else { return nil }
    words = edited.words
    reason = edited.reason
  }
}
