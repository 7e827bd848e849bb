import Domain

/// Why a saved view, a template or a letter could not be had.
public enum ViewError: Error, Sendable, Equatable {
  /// No view of this name is saved, or none for this person.
  case noSuchView(String, known: [String])
  /// The view is somebody else's own.
  case ofSomebodyElse(String, owner: String)
  /// It lists something else.
  case otherSubject(String, SavedView.Subject)
  /// No template of this name is published.
  case noSuchTemplate(String, known: [String])
}
