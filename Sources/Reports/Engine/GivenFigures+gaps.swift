import Domain
import FoundationEssentials
import Projections

/// A month that a figure was not told of, though it was told of others.
struct GivenGap: Hashable {
  /// `2026-03`
  let month: String
  /// What it is of, as far as the data says: `KF-35`.
  let fields: [String]

  var text: String { ([month] + fields).joined(separator: " ") }
}

extension GivenFigures {
  /// A line of data without its number.
  struct Part: Hashable {
    let fields: [FactField: String]
    let month: GivenMonth?
  }

  /// Of what a figure was told in a group.
  func parts(_ figures: [GivenFigure], _ group: FactGroup) -> Set<Part> {
    Set(told(figures, group).map { Part(fields: $0.fields, month: $0.month) })
  }

  /// The months of a group's time that were not told of something, though others of the report's time were: then a sum over
  /// the months is no base of what was counted in all of them. A month of which a part is counted only is one of them, too.
  func gaps(_ all: [GivenFigure], _ group: FactGroup) -> [GivenGap] {
    let stretches = stretches(group)
    guard !stretches.isEmpty else { return [] }
    let places = wanted(group).filter { if case .time = $0.0 { false } else { true } }
    let known = fitting(all).filter { isAsked($0) && isIn($0, places) }
    guard known.contains(where: { $0.month != nil }) else { return [] }
    let zone = question.context.request.zone
    let clock = ZoneClock(zone)
    var gaps: [GivenGap] = []
    for (fields, figures) in Dictionary(grouping: known, by: \.fields) {
      guard figures.allSatisfy({ $0.month != nil }) else { continue }
      let months = figures.compactMap { $0.month?.bounds(zone) }
      for stretch in stretches {
        for month in clock.months(stretch.from, stretch.to)
        where !months.contains(where: { $0.from <= month.from && month.to <= $0.to }) {
          gaps.append(GivenGap(month: month.name, fields: fields.sorted { $0.key.name < $1.key.name }.map(\.value)))
        }
      }
    }
    return Set(gaps).sorted { ($0.month, $0.text) < ($1.month, $1.text) }
  }

  /// The time that a group is of: all that is counted, or what of it its values say.
  private func stretches(_ group: FactGroup) -> [(from: Date, to: Date)] {
    guard let counted else { return [] }
    let times = wanted(group).compactMap { dimension, key -> (ReportDimension.Time, String?)? in
      if case .time(let time) = dimension { (time, key) } else { nil }
    }
    guard let time = question.time, !times.isEmpty else { return [(counted.from, counted.to)] }
    return (0..<time.count).compactMap { index in
      guard times.allSatisfy({ time.key(index, $0.0) == $0.1 }), bounds[index] < bounds[index + 1] else { return nil }
      return (bounds[index], bounds[index + 1])
    }
  }
}

extension TableFigures {
  /// Why some ratios are not there, to be read before the lines: figures that they are made of were told of some months only.
  func gapNotes(isBase: Bool) -> [Words] {
    let whole = [FactGroup(rows: [], column: .all)]
    return question.plan.measures.compactMap { measures[$0] }.compactMap { measure in
      guard case .formula = measure.body, !isOfOneWhole(measure, whole) else { return nil }
      let told = MeasureClosure([measure.key], in: measures).all.compactMap {
        part -> (name: Words, gaps: [GivenGap])? in
        guard case .given(let figures) = part.body else { return nil }
        let gaps = given.gaps(figures, whole[0])
        return gaps.isEmpty ? nil : (Words(part.labels, key: part.key.rawValue), gaps)
      }
      let (name, time) = (
        Words(measure.labels, key: measure.key.rawValue), isBase ? Words(zh: "同期", en: "base: ") : Words("")
      )
      func list(_ gaps: [GivenGap], _ comma: String) -> String {
        gaps.prefix(6).map(\.text).joined(separator: comma) + (gaps.count > 6 ? " …" : "")
      }
      let zh = told.map { "“\($0.name.zh)”缺 \(list($0.gaps, "、"))" }.joined(separator: "；")
      let en = told.map { "\($0.name.en) lacks \(list($0.gaps, ", "))" }.joined(separator: "; ")
      return Words(
        zh: "\(name.zh)：\(time.zh)填报不全（\(zh)），含这些月份的行与合计为 n/a；请补报（没有的报 0），或只查已填报的整月。",
        en: """
          \(name.en): \(time.en)not told of every month (\(en)), so lines and totals with these months are n/a; tell them, \
          0 where there were none, or ask for whole months that were told.
          """)
    }
  }
}

extension ZoneClock {
  /// The parts of a time that lie in one calendar month each.
  fileprivate func months(_ from: Date, _ to: Date) -> [(name: String, from: Date, to: Date)] {
    let days = dayBounds(from: from, to: to)
    var months: [(name: String, from: Date, to: Date)] = []
    for (begin, end) in zip(days, days.dropFirst()) {
      let name = String(CivilDay(day: wall(begin).day).iso.prefix(7))
      if months.last?.name == name { months[months.count - 1].to = end } else { months.append((name, begin, end)) }
    }
    return months
  }
}
