import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// Why a calendar was not published or found.
public enum CalendarProblem: Error, Sendable, Equatable {
  /// There is no such calendar.
  case noSuchCalendar(CalendarKey, known: [CalendarKey])
  /// The calendar below it is not published.
  case noBase(CalendarKey, known: [CalendarKey])
  /// Its base stands on this one in turn.
  case circle([CalendarKey])
  /// The file of a year is none.
  case holidays(HolidayYear.Problem)
}

extension Session {
  /// A calendar as it is now; ``CalendarProblem/noSuchCalendar(_:known:)`` where there is none.
  public func calendar(_ key: CalendarKey) async throws -> WorkCalendar {
    let definitions = try await definitions()
    guard let calendar = definitions.calendar(key) else {
      throw CalendarProblem.noSuchCalendar(key, known: definitions.calendarKeys)
    }
    return calendar
  }

  /// The text of a calendar as it was published, else as shipped; `nil` for one that is neither.
  public func calendarText(_ key: CalendarKey) async throws -> (version: Int, yaml: String)? {
    if let last = try await store.read(.definition(.calendar, key.rawValue)).last,
      case .definition(.published(let definition)) = try codec.decode(last)
    {
      return (definition.version, definition.body)
    }
    return ShippedCalendars.all.first { $0.key == key }.map { (0, $0.yaml) }
  }

  /// Publishes a calendar: the next version of its key, or the first; the text that is in force is not published again.
  ///
  /// Running clocks count by it from `instant` on; read models move their due times at their next use.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line; ``CalendarProblem``.
  public func publishCalendar(
    _ yaml: String, at instant: Date
  ) async throws -> (calendar: WorkCalendar, isNew: Bool) {
    let source = try CalendarCompiler.compile(yaml)
    let definitions = try await definitions()
    var seen = [source.key]
    var base = source.base
    while let key = base {
      guard !seen.contains(key) else { throw CalendarProblem.circle(seen + [key]) }
      guard let (_, text) = try await calendarText(key) else {
        throw CalendarProblem.noBase(key, known: definitions.calendarKeys)
      }
      seen.append(key)
      base = try CalendarCompiler.compile(text, key: key).base
    }
    let published = try await publish(.calendar, source.key.rawValue, body: yaml, at: instant)
    return (try await calendar(source.key), published.isNew)
  }

  /// Publishes the next version of a calendar with a year of statutory holidays in it.
  public func importHolidays(
    _ json: Data, into key: CalendarKey, at instant: Date
  ) async throws -> (calendar: WorkCalendar, year: HolidayYear, isNew: Bool) {
    guard let (_, text) = try await calendarText(key) else {
      throw CalendarProblem.noSuchCalendar(key, known: try await definitions().calendarKeys)
    }
    let year: HolidayYear
    do throws(HolidayYear.Problem) {
      year = try HolidayYear(json: json, for: key)
    } catch {
      throw CalendarProblem.holidays(error)
    }
    let source = try CalendarCompiler.compile(text, key: key)
    let taken = source.taking(year)
    // What it says already, in whatever words, is not published again.
    guard taken != source else { return (try await calendar(key), year, false) }
    let published = try await publishCalendar(taken.yaml, at: instant)
    return (published.calendar, year, published.isNew)
  }
}
