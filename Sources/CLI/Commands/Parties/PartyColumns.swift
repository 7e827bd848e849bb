import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension PartyCommand {
  /// Which columns of the book somebody sees: those asked for, those of a view, those of their post, else all.
  struct ColumnOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("Only these columns, in this order: id,name,numbers.", valueName: "a,b,c"))
    var columns: String?
    @Option(help: "The columns and conditions of a saved view of parties; see `hotline view publish`.")
    var view: String?

    private var keys: [String]? {
      columns.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    func validate() throws {
      let known = PartyLine.keys
      for key in keys ?? [] where !known.contains(key) {
        throw ValidationError("--columns: there is no column \(key); there are \(known.joined(separator: ", "))")
      }
      if keys?.isEmpty == true {
        throw ValidationError("--columns: name at least one of \(known.joined(separator: ", "))")
      }
    }

    /// What is seen. Views that are shared with a role of the actor bind: nothing beside their columns is shown to them.
    func chosen(_ session: Session) async throws -> PartyColumns {
      let named = if let view { try await session.view(view, of: .parties) } else { SavedView?.none }
      let ofPost = try await PartyColumns.views(ofPostOf: session)
      let view = named ?? ofPost.first
      let allowed = ofPost.isEmpty ? nil : Set(ofPost.flatMap(\.columns))
      let keys = try keys ?? view.map { try PartyColumns.known($0) }.flatMap { $0.isEmpty ? nil : $0 }
      if let allowed, let strange = keys?.first(where: { !allowed.contains($0) }) {
        throw Failure(
          .notAllowed,
          Text(
            zh: "\(session.actor) 的岗位看不到 \(strange) 列；可看 \(allowed.sorted().joined(separator: "、"))",
            en:
              "the post of \(session.actor) does not see the column \(strange); it sees \(allowed.sorted().joined(separator: ", "))"
          ))
      }
      return PartyColumns(keys: keys, filter: named?.filter ?? [:], isBound: allowed != nil)
    }
  }
}

/// The columns of the book that somebody sees.
struct PartyColumns {
  /// In their order; all for `nil`.
  let keys: [String]?
  /// Conditions by name, as the options of `party list` are called.
  let filter: [String: String]
  /// Nothing else is to be shown.
  let isBound: Bool

  /// The views that bind the actor: those that are shared with a role of theirs, once rights are enforced.
  fileprivate static func views(ofPostOf session: Session) async throws -> [SavedView] {
    guard session.access.isEnforced else { return [] }
    return try await session.views().map(\.view).filter { $0.subject == .parties && !$0.roles.isEmpty }
  }

  /// The columns beside which nothing is shown to the actor; `nil` where nothing binds them.
  static func allowed(_ session: Session) async throws -> Set<String>? {
    let views = try await views(ofPostOf: session)
    return views.isEmpty ? nil : Set(views.flatMap(\.columns))
  }

  /// The columns of a view.
  ///
  /// - Throws: a `Failure` for one that is none.
  static func known(_ view: SavedView) throws -> [String] {
    guard let strange = view.columns.first(where: { !PartyLine.keys.contains($0) }) else { return view.columns }
    throw Failure(
      .usage,
      Text(
        zh: "视图 \(view.key)：没有列 \(strange)；有 \(PartyLine.keys.joined(separator: "、"))，请修改后重新发布",
        en:
          "view \(view.key): there is no column \(strange); there are \(PartyLine.keys.joined(separator: ", ")); mend the view and publish it again"
      ))
  }

  /// The query with the conditions of the view, where no option says otherwise.
  func filled(_ query: PartyQuery) throws -> PartyQuery {
    var query = query
    for (name, value) in filter {
      switch name {
      case "search": query.search = query.search ?? value
      case "kind": query.kind = query.kind ?? PartyRegistered.Kind(rawValue: value)
      case "category": query.category = query.category ?? value
      case "product": query.product = query.product ?? value
      case "area": query.area = query.area ?? value
      case "mark": query.mark = query.mark ?? PartyMark.Kind(rawValue: value)
      case "service": query.service = query.service ?? value
      case "manager": query.manager = query.manager ?? value
      default:
        throw Failure(
          .usage,
          Text(
            zh: "人员视图没有条件 \(name)；有 search、kind、category、product、area、mark、service、manager",
            en:
              "a view of parties has no condition \(name); it has search, kind, category, product, area, mark, service, manager"
          ))
      }
    }
    return query
  }
}
