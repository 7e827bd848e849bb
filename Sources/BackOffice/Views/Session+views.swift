import Domain
import FoundationEssentials

extension Session {
  /// A view with what the log says of it.
  public struct PublishedView: Sendable {
    /// The view.
    public let view: SavedView
    /// Its version, who saved it and when.
    public let text: PublishedText
  }

  /// The saved views that the actor may use, by name.
  public func views() async throws -> [PublishedView] {
    try await published(.view).compactMap { text in
      // One that this version cannot read is as good as none: a list without it can still be asked for.
      guard let view = try? SavedView(yaml: text.body, nil), isFor(view) else { return nil }
      return PublishedView(view: view, text: text)
    }
  }

  /// The view of a name.
  ///
  /// - Throws: ``ViewError/noSuchView(_:known:)``, ``ViewError/otherSubject(_:_:)``.
  public func view(_ name: String, of subject: SavedView.Subject) async throws -> SavedView {
    let all = try await views()
    guard let view = all.first(where: { $0.view.key.rawValue == name })?.view else {
      throw ViewError.noSuchView(name, known: all.filter { $0.view.subject == subject }.map(\.view.key.rawValue))
    }
    guard view.subject == subject else { throw ViewError.otherSubject(name, view.subject) }
    return view
  }

  /// Saves a view under its name; the next version where there is one.
  ///
  /// - Throws: ``ViewError/ofSomebodyElse(_:owner:)``.
  public func save(_ view: SavedView, at instant: Date) async throws -> (version: Int, isNew: Bool) {
    try await checkOwner(view.key.rawValue)
    // One's own anybody may save; what others use is for those who may share it with them.
    if view.owner == nil {
      if let unit = view.unit { try requireOpenUnit(unit) }
      try require(.viewShare, on: view.unit)
    }
    return try await publish(.view, view.key.rawValue, body: view.yaml, at: instant)
  }

  /// Takes a view away; lists that were made with it stay what they are.
  public func retireView(_ name: String, at instant: Date) async throws {
    try await checkOwner(name)
    if let shared = try await views().first(where: { $0.view.key.rawValue == name })?.view, shared.owner == nil {
      try require(.viewShare, on: shared.unit)
    }
    guard try await retire(.view, name, at: instant) else {
      throw ViewError.noSuchView(name, known: try await views().map(\.view.key.rawValue))
    }
  }

  /// Names are the whole office's: what is somebody's own, or shared by somebody, is not another one's to change.
  private func checkOwner(_ name: String) async throws {
    guard let text = try await published(.view).first(where: { $0.key == name }),
      let view = try? SavedView(yaml: text.body, nil)
    else { return }
    guard let owner = view.owner else { return try require(.viewShare, on: view.unit) }
    if owner != actor { throw ViewError.ofSomebodyElse(name, owner: owner) }
  }

  private func isFor(_ view: SavedView) -> Bool {
    guard access.isEnforced else { return view.isFor(actor, isBelow: { _ in true }, holds: { _ in true }) }
    return view.isFor(
      actor, isBelow: { above in access.unit.map { access.tree.contains($0, in: above) } ?? false },
      holds: { role in access.held.contains { $0.grant.role == role } })
  }
}
