import Domain

/// Why something configured is not found, or not taken.
public enum DefinitionRefusal: Error, Sendable, Equatable {
  /// The process has no such version; the newest is named.
  case noSuchVersion(ProcessKey, Int, newest: Int)
  /// A map is for another process than the one that was named.
  case otherProcess(ProcessKey, inMap: ProcessKey)
  /// No category tree, or region table, of this name is published.
  case noSuchDefinition(DefinitionPublished.Kind, String, known: [String])
  /// The category is not one that a new order can be about.
  case noSuchCategory(String, CategoriesKey, choices: [String])
}
