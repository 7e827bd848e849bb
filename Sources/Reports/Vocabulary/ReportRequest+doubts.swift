import Domain
import Postgres
import Projections

extension ReportRequest {
  /// Looks whether the office has what the conditions name, at the report's log position: a slip of the finger would count 0.
  ///
  /// - Throws: ``ReportError/noSuchValue(_:_:known:list:)`` where somebody asks for a value that there is not, and that no
  ///   order ever had.
  /// - Returns: what may be right and counts nothing: a value of an open field that no order has, and what the report's own
  ///   text names and the office does not have.
  public func doubts(_ names: OfficeNames, on connection: Connection) async throws -> [Words] {
    // A report written in Swift takes no further conditions, and says so itself.
    let isPlanned = !ReportCatalog.builtIn.contains { $0.key == definition.key }
    var asked = isPlanned ? options.filters : []
    let unanswered = try asked.compactMap { try silence(about: $0.field) }
    if let process = scope.process { asked.append(ReportFilter(.process, [process])) }
    if let unit = scope.unit { asked.append(ReportFilter(.unit, [unit])) }
    let (filters, own) = (asked, isPlanned ? definition.filters : [])
    return try await connection.run { connection in
      try connection.transaction { connection in
        try enter(connection)
        let found = try filters.flatMap { try doubts($0, names, on: connection) }
        if let first = found.first(where: \.isMistake) { throw first.error }
        let ofText = try own.flatMap { filter in
          let found = try doubts(filter, names, on: connection)
          // About processes that the office has none of, the report would say nothing at all.
          if filter.field == .process, !filter.isExcluding, found.count == filter.values.count, let first = found.first
          {
            throw first.error
          }
          return found
        }
        return found.map(\.words) + ofText.map(\.ofText) + unanswered
      }
    }
  }

  /// The figures that a condition says nothing about.
  ///
  /// - Throws: where these are all.
  private func silence(about field: FactField) throws(ReportError) -> Words? {
    let without = definition.counted.filter { !field.isKnown(of: $0.source) }.map(\.measure.rawValue)
    guard !without.isEmpty else { return nil }
    guard without.count < definition.counted.count else {
      throw .conditionOfNothing(field, report: definition.key)
    }
    let keys = without.prefix(8).joined(separator: ", ") + (without.count > 8 ? " …" : "")
    return Words(
      zh: "条件“\(field.asked.zh)”对部分指标没有意义，这些指标为 n/a：\(keys)",
      en: "some figures have no \(field.name) and are n/a under this condition: \(keys)")
  }

  /// A value that nobody knows.
  private struct Doubt {
    let error: ReportError
    let isMistake: Bool
    let field: FactField
    let value: String
    let near: [String]

    /// Where somebody asked for it.
    var words: Words {
      let (zh, en) =
        near.isEmpty
        ? ("", "") : ("；是否指 \(near.joined(separator: "、"))？", "; did you mean \(near.joined(separator: ", "))?")
      return Words(
        zh: "没有工单的\(field.isOfForm ? "字段 " : "")\(field.heading.zh)是 \(value)\(zh)",
        en: "no order has \(field.name)=\(value)\(en)")
    }

    /// Where the report's text names it.
    var ofText: Words {
      Words(
        zh: "报表自身的条件 \(field.name)=\(value)：没有工单符合\(isMistake ? "，本机构也没有这样的\(field.heading.zh)" : "")",
        en:
          "the report's own condition \(field.name)=\(value): no order has it\(isMistake ? ", and the office has no such \(field.name)" : "")"
      )
    }
  }

  /// Of values that only orders have, so many are looked at for the one that is meant.
  private static let mostHad = 200

  private func doubts(
    _ filter: ReportFilter, _ names: OfficeNames, on connection: isolated Connection
  ) throws -> [Doubt] {
    let field = filter.field
    guard let known = names.names(of: field) else {
      guard case .form(let name) = field else { return [] }
      let error = ReportError.noSuchFormField(name, known: names.formFields)
      return [Doubt(error: error, isMistake: true, field: field, value: "", near: [])]
    }
    return try filter.values.compactMap(\.self).compactMap { value in
      guard !known.values.contains(value) else { return nil }
      guard try !field.occurs(value, seenBy: scope.sight, on: connection) else { return nil }
      // Beside what is set up, what lists brought: somebody may mean that.
      let had = try field.mostFrequent(Self.mostHad, seenBy: scope.sight, on: connection)
      let all = known.values + had.filter { !known.values.contains($0) }
      return Doubt(
        error: .noSuchValue(field, value, known: all, list: known.values.isEmpty ? nil : known.list),
        isMistake: known.isClosed, field: field, value: value, near: Spelling.near(value, in: all))
    }
  }
}
