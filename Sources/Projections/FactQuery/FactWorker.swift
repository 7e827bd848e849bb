import EventStore

/// Whose work something is that reports count.
public enum FactWorker {
  /// The code for what a list brought along: history that somebody else made, elsewhere. No login has a colon in it.
  public static let imported = "import:list"
}

extension Page.TouchedOrder {
  /// Who recorded the order.
  var recorder: String { batch == nil ? opener : FactWorker.imported }
}

extension Authorship {
  /// Who did it; who runs an import does none of what its rows tell.
  var worker: String { batch == nil ? actor : FactWorker.imported }
}
