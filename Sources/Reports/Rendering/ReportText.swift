import FoundationEssentials

/// The values of a report as people read them on paper and on a terminal: thousands apart, ratios as percent with two
/// decimals, the zone's wall clock. A workbook shows the same digits by its number formats.
public struct ReportText: Sendable {
  /// The language of its words.
  public let language: ReportLanguage
  private let clock: ZoneClock
  /// Something due at midnight is due at 24:00.
  private let endsDays: Bool

  /// Text for a report, by its layout.
  public init(_ request: ReportRequest) {
    self.init(request.language, request.zone, endsDays: request.layout.endsDays)
  }

  init(_ language: ReportLanguage, _ zone: TimeZone, endsDays: Bool) {
    self.language = language
    self.endsDays = endsDays
    clock = ZoneClock(zone)
  }

  /// A value; a difference has its sign also above 0. Empty for nothing.
  public func callAsFunction(_ value: ReportValue, in column: ReportColumn) -> String {
    if endsDays, column.kind == .deadline, case .instant(let date) = value { return clock.deadline(date) }
    let text = plain(value)
    guard column.isSigned, let number = value.number, number > 0 else {
      return text
    }
    return "+" + text
  }

  /// The word beside a value that lies in a band.
  public func word(beside value: ReportValue, in column: ReportColumn) -> String? {
    column.band(of: value)?.word(language)
  }

  /// A measure on an axis, of the kind of its column.
  func measure(_ number: Double, _ kind: ReportColumn.Kind) -> String {
    switch kind {
    case .percent: trimmed(Self.fixed(number * 100, 2)) + "%"
    case .points: trimmed(Self.fixed(number * 100, 2))
    case .duration: Self.duration(Int(number.rounded()))
    case .text, .code, .integer, .decimal, .instant, .deadline, .day, .mixed: trimmed(Self.fixed(number, 2))
    }
  }

  private func plain(_ value: ReportValue) -> String {
    switch value {
    case .none: ""
    case .text(let text), .code(let text): text
    case .label(let words, _): words(language)
    case .integer(let number): Self.grouped(String(number.magnitude), isNegative: number < 0)
    case .decimal(let number, let places): Self.fixed(number, places)
    case .percent(nil), .points(nil), .duration(nil): ReportValue.notApplicable
    case .points(let points?): "\(Self.fixed(points * 100, 2)) \(ReportValue.pointsUnit(language))"
    case .percent(let ratio?): Self.fixed(ratio * 100, 2) + "%"
    case .duration(let seconds?): Self.duration(seconds)
    case .instant(let date): clock.minute(date)
    case .day(let day): day.iso
    }
  }

  /// `26:03:09`: hours go on past a day, as the workbook's do.
  static func duration(_ seconds: Int) -> String {
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let all = Int(seconds.magnitude)
    return (seconds < 0 ? "-" : "") + "\(all / 3600):\(pair(all / 60 % 60)):\(pair(all % 60))"
  }

  /// Thousands apart, half away from zero; `nil` digits are never shown, so what is not finite is n/a.
  static func fixed(_ number: Double, _ places: Int) -> String {
    let places = max(0, min(places, 9))
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (number.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return number.isFinite ? "\(number)" : ReportValue.notApplicable }
    let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: Int(scale))
    let text = grouped(String(whole), isNegative: number < 0 && scaled > 0)
    guard places > 0 else { return text }
    let digits = String(rest)
    return text + "." + String(repeating: "0", count: places - digits.utf8.count) + digits
  }

  private static func grouped(_ digits: String, isNegative: Bool) -> String {
    var text = isNegative ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let kept = text.reversed().drop { $0 == "0" }
    return String((kept.first == "." ? kept.dropFirst() : kept).reversed())
  }
}
