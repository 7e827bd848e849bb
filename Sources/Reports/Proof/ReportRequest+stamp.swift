import EventCodec
import FoundationEssentials
import Projections

extension ReportRequest {
  /// What was asked for, by name: `from`, `to`, `asOf`, `until` (UTC), `process`, `unit`, `units` (that unit and all below it then),
  /// `layout`, `language`, `zone`, `office`, `where`, `compare`, `depth`, `orders`.
  var parameters: [String: String] {
    var all = ["language": language.rawValue, "zone": zone.identifier]
    switch time {
    case .instant(let instant): all["asOf"] = InstantText.utc(instant)
    case .period(let period):
      all["from"] = InstantText.utc(period.from)
      all["to"] = InstantText.utc(period.to)
    }
    all["until"] = until.map { InstantText.utc($0) }
    all["process"] = scope.process
    all["unit"] = scope.unit
    all["units"] = scope.subtree?.joined(separator: ",")
    all["office"] = officeTitle.isEmpty ? nil : officeTitle
    all["where"] = options.filters.isEmpty ? nil : options.filters.map(\.description).joined(separator: "&")
    all["compare"] = options.comparison?.description
    all["depth"] = options.depth?.rawValue
    all["orders"] = options.hasDrill ? "true" : nil
    all["layout"] = layout == .every ? nil : layout.rawValue
    return all
  }

  /// Asks again for what a file says it holds.
  ///
  /// - Throws: ``ReportProofError/unreadable(_:)`` where the file names a time, zone or language that there is not.
  public init(_ stamp: ReportStamp, definition: ReportDefinition) throws {
    func instant(_ name: String) throws -> Date? {
      guard let text = stamp.parameters[name] else { return nil }
      guard let date = InstantText.parseUTC(text) else { throw ReportProofError.unreadable("\(name) = \(text)") }
      return date
    }
    guard let language = stamp.parameters["language"].flatMap(ReportLanguage.init) else {
      throw ReportProofError.unreadable("language")
    }
    guard let zone = stamp.parameters["zone"].flatMap({ TimeZone(identifier: $0) }) else {
      throw ReportProofError.unreadable("zone")
    }
    var scope = OrderStatistics.Scope(process: stamp.parameters["process"], unit: stamp.parameters["unit"])
    scope.subtree = stamp.parameters["units"]?.split(separator: ",").map(String.init)
    scope.sight = stamp.sight
    try self.init(
      definition, from: instant("from"), to: instant("to"), asOf: instant("asOf"),
      lookedAt: instant("until"), scope: scope, language: language,
      zone: zone, officeTitle: stamp.parameters["office"] ?? "", program: stamp.program)
    viewer = stamp.viewer
    layout = try ReportLayout(stamp)
    options.filters = try (stamp.parameters["where"]?.split(separator: "&") ?? []).map { text in
      do throws(ReportError) {
        return try ReportFilter(String(text))
      } catch {
        throw ReportProofError.unreadable("where = \(text)")
      }
    }
    options.comparison = stamp.parameters["compare"].flatMap { ReportComparison($0) }
    options.depth = stamp.parameters["depth"].flatMap { ReportDepth(rawValue: $0) }
    options.hasDrill = stamp.parameters["orders"] == "true"
  }
}
