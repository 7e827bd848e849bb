/// Why a read model cannot be used.
public enum ProjectionError: Error, Sendable, Equatable {
  /// Its tables were made by a newer program, which may mean something else by them: use that one, or rebuild it here.
  case newer(name: String, stored: Int, known: Int)
}

extension ProjectionError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .newer(let name, let stored, let known):
      "the read model \(name) was made by a newer hotline (version \(stored), this one knows \(known)); use that one, or `hotline projection rebuild \(name)` to go back"
    }
  }
}
