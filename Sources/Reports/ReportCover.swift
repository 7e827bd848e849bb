import Domain
import FoundationEssentials
import Projections

/// What a report says of itself, so that the same can be made again: title, time, part, log position, program.
public struct ReportCover: Sendable {
  /// What was asked for.
  public let request: ReportRequest
  /// What it stands on.
  public let basis: ReportBasis
  /// The only table that is in it; `nil` for all.
  public let sheet: String?
  /// What the process and the unit that it is about are called.
  private let part: (process: Words?, unit: Words?)

  init(request: ReportRequest, _ context: ReportContext, sheet: String?) {
    self.request = request
    self.sheet = sheet
    basis = context.basis
    func named(_ value: ReportValue, _ code: String) -> Words {
      guard case .label(let words, _) = value else { return Words(code) }
      return Words(
        zh: words.zh == code ? code : "\(words.zh)（\(code)）", en: words.en == code ? code : "\(words.en) (\(code))")
    }
    part = (
      request.scope.process.map { named(context.process(ProcessKey(rawValue: $0)), $0) },
      request.scope.unit.map { named(context.unit($0), $0) }
    )
  }

  /// What the report is called.
  public var title: String { request.definition.title(request.language) }

  /// Lines to read before the tables: the time with its zone and the part; where that time is not over, up to when it is
  /// counted; then log position, end of data and program.
  public var lines: [String] {
    let head = [time, scope].compactMap(\.self).joined(separator: separator)
    return [head, request.unfinished?(request.language), origin].compactMap(\.self)
  }

  /// What stands small at the foot of every page: enough to find the log position again.
  var foot: String {
    words(Words(zh: "日志位置 \(basis.position)", en: "Log position \(basis.position)")) + " · " + request.program
  }

  private var separator: String { words(Words(zh: "　", en: " · ")) }

  /// `As of 2015-04-01 00:00 (America/New_York, UTC-04:00)`
  private var time: String {
    let clock = ZoneClock(request.zone)
    switch request.time {
    case .instant(let instant):
      let text = "\(clock.text(instant)) (\(clock.zoneText(instant)))"
      return words(Words(zh: "截至 \(text)", en: "As of \(text)"))
    case .period(let period):
      var (from, to) = (clock.text(period.from), clock.text(period.to))
      var zone = clock.zoneText(period.to)
      // A period may begin in winter and end in summer: then each instant has its own distance from UTC.
      let (first, last) = (clock.offset(period.from), clock.offset(period.to))
      if first != last { (from, to, zone) = ("\(from) (\(first))", "\(to) (\(last))", clock.name) }
      let place = first == last ? " (\(zone))" : ", \(zone)"
      return words(
        Words(zh: "\(from) 起，\(to) 止（止时不计入；\(zone)）", en: "From \(from) up to, not including, \(to)\(place)"))
    }
  }

  private var scope: String {
    let all = Words(zh: "全部", en: "all")
    let (process, unit) = (words(part.process ?? all), words(part.unit ?? all))
    return words(Words(zh: "流程：\(process)　单位：\(unit)", en: "process: \(process) · unit: \(unit)"))
  }

  private var origin: String {
    let clock = ZoneClock(request.zone)
    let until =
      basis.recordedAt.map { "\(clock.text($0)) (\(clock.zoneText($0)))" } ?? words(Words(zh: "无", en: "none"))
    return [
      words(Words(zh: "日志位置 \(basis.position)", en: "Log position \(basis.position)")),
      words(Words(zh: "数据记录至 \(until)", en: "data recorded until \(until)")), request.program,
    ].joined(separator: separator)
  }

  private func words(_ words: Words) -> String { words(request.language) }
}
