import Domain
import Projections

/// Scales of what processes and their forms name.
extension ScaleMaker {
  var stateScale: DimensionScale {
    var order: [String] = []
    for state in (consideredProcesses + context.definitions.all).flatMap(\.states)
    where !order.contains(state.key.rawValue) {
      order.append(state.key.rawValue)
    }
    let occurring = Set(consideredProcesses.flatMap(\.states).map(\.key.rawValue))
    let known = stateWords
    var scale = DimensionScale(.field(.state), all: order.filter(occurring.contains), order: order) { key in
      key.map { .label(known[$0] ?? Words($0), code: $0) } ?? .none
    }
    for process in context.definitions.all {
      scale.ofProcesses[process.key.rawValue] = Dictionary(
        process.states.map { state in
          let key = state.key.rawValue
          return (key, .label(Words(state.labels, key: key), code: key))
        }
      ) { first, _ in first }
    }
    return scale
  }

  /// What states are called by all the processes that the table is about, and by others where these have no such state:
  /// processes may have words of their own for one code.
  private var stateWords: [String: Words] {
    func words(_ processes: [Domain.Process]) -> [String: Words] {
      var words: [String: [Words]] = [:]
      for state in processes.flatMap(\.states) {
        words[state.key.rawValue, default: []].append(Words(state.labels, key: state.key.rawValue))
      }
      return words.mapValues { Words(any: $0) }
    }
    return words(consideredProcesses).merging(words(context.definitions.all)) { own, _ in own }
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
    for action in (consideredProcesses + context.definitions.all).flatMap(\.actions)
    where words[action.key.rawValue] == nil {
      words[action.key.rawValue] = Words(action.labels, key: action.key.rawValue)
    }
    words.merge(stateWords) { first, _ in first }
    let known = words
    return DimensionScale(.field(.detail)) { [context] key in
      guard let key else { return .notGiven }
      return known[key].map { .label($0, code: key) } ?? context.unit(key)
    }
  }
}
