import Domain
import FoundationEssentials
import Projections

/// A report that somebody asks for: which, about what time, about what part, and how to write it.
///
/// With the log position it is made at, it decides every byte of the file: the wall clock has no say but where the
/// report's time is not over, and then the file says which instant that was.
public struct ReportRequest: Sendable {
  /// The time that a report is about.
  public enum Time: Sendable, Equatable {
    /// As of an instant.
    case instant(Date)
    /// From the first up to the second, which is not counted.
    case period(OrderStatistics.Period)
  }

  /// Days that a period can have.
  public static let dayLimit = 3660

  /// The report.
  public internal(set) var definition: ReportDefinition
  /// Its time.
  public let time: Time
  /// The present of whoever asks: of a period that is not over then, nothing later counts. `nil` for one after all time.
  public let lookedAt: Date?
  /// Its part.
  public let scope: OrderStatistics.Scope
  /// Its words.
  public var language: ReportLanguage
  /// The zone of its days and moments: the office's.
  public let zone: TimeZone
  /// Who hands it out; empty where nobody is named.
  public let officeTitle: String
  /// The version of the program.
  public let program: String
  /// What of the tables somebody asks for: further conditions, a comparison, a depth.
  public var options = ReportOptions()
  /// How its lines are laid out.
  public var layout = ReportLayout.current
  /// Who asks, as a code: it stands in the file.
  public var viewer = ""
  /// Of when the answer is.
  public var moment = Moment.live

  /// Of when a report's tables are read.
  public enum Moment: Sendable, Equatable {
    /// As the read models stand.
    case live
    /// The same, and they must stand at this position of the log.
    case liveAt(Int64)
    /// As they stood at a position: where somebody looks back to it.
    case past(Int64)
  }

  /// Asks for a report.
  ///
  /// - Parameters:
  ///   - from, to: for a report about a period, [from, to).
  ///   - asOf: for a report about an instant.
  ///   - lookedAt: the present; whole seconds, a part of one counts as all of it.
  ///   - program: name and version, as `hotline 0.1.0`; stands in the file.
  public init(
    _ definition: ReportDefinition, from: Date? = nil, to: Date? = nil, asOf: Date? = nil,
    lookedAt: Date? = nil, scope: OrderStatistics.Scope = .init(), language: ReportLanguage, zone: TimeZone,
    officeTitle: String = "",
    program: String
  ) throws(ReportError) {
    let lookedAt = lookedAt.map { Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded(.up)) }
    self.definition = definition
    self.lookedAt = lookedAt
    self.scope = scope
    self.language = language
    self.zone = zone
    self.officeTitle = officeTitle
    self.program = program
    switch (definition.timeFrame, from, to, asOf) {
    case (.instant, nil, nil, let instant?):
      time = .instant(instant)
    case (.period, let from?, let to?, nil):
      guard let period = OrderStatistics.Period(from: from, to: to) else { throw .emptyPeriod }
      guard to.timeIntervalSince(from) <= Double(Self.dayLimit) * 86_400 else {
        throw .periodTooLong(dayLimit: Self.dayLimit)
      }
      if let lookedAt, lookedAt <= from { throw .notBegun(ZoneClock(zone).text(from)) }
      time = .period(period)
    default:
      throw .wrongTimeFrame(report: definition.key, needs: definition.timeFrame)
    }
  }

  /// The instant that "open" and "overdue" are meant as of.
  public var asOf: Date {
    switch time {
    case .instant(let instant): instant
    case .period(let period): (counted ?? period).end
    }
  }

  /// The part of the report's period that counts: all of it, or up to the present. `nil` for a report about an instant.
  public var counted: OrderStatistics.Period? {
    guard case .period(let period) = time else { return nil }
    return until.flatMap { OrderStatistics.Period(from: period.from, to: $0) } ?? period
  }

  /// What is to be read beside every figure of a time that is not over.
  public var unfinished: Words? {
    guard let until else { return nil }
    let text = ZoneClock(zone).text(until)
    switch time {
    case .period: return Words(zh: "本期尚未结束，统计至 \(text)", en: "Period not over; counted up to \(text)")
    case .instant:
      return Words(
        zh: "该时刻尚未到来，按 \(text) 已知的情况推算", en: "Not come yet; counted ahead from what was known at \(text)")
    }
  }

  /// The present, where the report's time is not over then; `nil` where it is, and the present has no say.
  public var until: Date? {
    let end =
      switch time {
      case .instant(let instant): instant
      case .period(let period): period.to
      }
    return lookedAt.flatMap { $0 < end ? $0 : nil }
  }
}
