import Domain
import Projections

/// Scales of what processes and their forms name.
extension ScaleMaker {
  var stateScale: DimensionScale {
    var labels: [String: Words] = [:]
    var order: [String] = []
    let considered = consideredProcesses
    for process in considered + context.definitions.all {
      for state in process.states where labels[state.key.rawValue] == nil {
        labels[state.key.rawValue] = Words(state.labels, key: state.key.rawValue)
        order.append(state.key.rawValue)
      }
    }
    var all: [String] = []
    for process in considered {
      for state in process.states where !all.contains(state.key.rawValue) { all.append(state.key.rawValue) }
    }
    let known = labels
    return DimensionScale(.field(.state), all: all, order: order) { key in
      key.map { .label(known[$0] ?? Words($0), code: $0) } ?? .none
    }
  }

  private var fields: [Field] {
    (consideredProcesses + context.definitions.all).flatMap { $0.form.fields + $0.actions.flatMap(\.asks.fields) }
  }

  func formScale(_ name: String, _ dimension: ReportDimension) -> DimensionScale {
    guard let field = fields.first(where: { $0.name.rawValue == name }) else {
      return DimensionScale(dimension) { key in key.map { .name($0) } ?? .notGiven }
    }
    let heading = Words(field.labels, key: name)
    switch field.kind {
    case .choice:
      return closed(
        dimension, heading: heading,
        field.choices.map { ($0.key.rawValue, .label(Words($0.labels, key: $0.key.rawValue), code: $0.key.rawValue)) },
        none: .notGiven)
    case .flag:
      return closed(
        dimension, heading: heading,
        [
          ("true", .label(Words(zh: "是", en: "yes"), code: "true")),
          ("false", .label(Words(zh: "否", en: "no"), code: "false")),
        ], none: .notGiven)
    case .text, .long, .number, .date, .time, .phone, .money:
      return DimensionScale(dimension, heading: heading) { key in key.map { .name($0) } ?? .notGiven }
    }
  }

  var fieldScale: DimensionScale {
    let found = fields.map {
      ($0.name.rawValue, ReportValue.label(Words($0.labels, key: $0.name.rawValue), code: $0.name.rawValue))
    }
    return closed(.field(.field), found, none: .notGiven)
  }

  var answerScale: DimensionScale {
    var words: [String: Words] = ["true": Words(zh: "是", en: "yes"), "false": Words(zh: "否", en: "no")]
    var order: [String] = []
    for choice in fields.flatMap(\.choices) {
      let key = choice.key.rawValue
      let label = Words(choice.labels, key: key)
      if words[key] == nil { order.append(key) }
      // One code that means two things in two forms reads as the code.
      words[key] = words[key].map { $0 == label ? label : Words(key) } ?? label
    }
    let known = words
    return DimensionScale(.field(.answer), all: order) { key in
      key.map { .label(known[$0] ?? Words($0), code: $0) } ?? .notGiven
    }
  }

  var stepScale: DimensionScale {
    var words = Dictionary(FactField.stepWords.map { ($0.key, $0.words) }) { first, _ in first }
    for action in (consideredProcesses + context.definitions.all).flatMap(\.actions)
    where words["act:\(action.key)"] == nil {
      words["act:\(action.key)"] = Words(action.labels, key: action.key.rawValue)
    }
    let known = words
    return DimensionScale(.field(.step), order: FactField.stepWords.map(\.key)) { key in
      key.map { .label(known[$0] ?? Words($0), code: $0) } ?? .none
    }
  }

  /// What a step says beside itself: a channel, a unit, an action, a state. Where a code is several of these, the first.
  var detailScale: DimensionScale {
    var words: [String: Words] = [:]
    for (key, known) in FactField.channel.knownWords { words[key] = known }
    for process in consideredProcesses + context.definitions.all {
      for action in process.actions where words[action.key.rawValue] == nil {
        words[action.key.rawValue] = Words(action.labels, key: action.key.rawValue)
      }
      for state in process.states where words[state.key.rawValue] == nil {
        words[state.key.rawValue] = Words(state.labels, key: state.key.rawValue)
      }
    }
    let known = words
    return DimensionScale(.field(.detail)) { [context] key in
      guard let key else { return .notGiven }
      return known[key].map { .label($0, code: key) } ?? context.unit(key)
    }
  }
}
