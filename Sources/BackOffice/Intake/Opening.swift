import Domain
import FoundationEssentials

/// What somebody said, read by the process that the order is to follow: ready to be opened.
struct Opening {
  let new: NewOrder
  let process: Domain.Process
  /// The area, said or found.
  let area: RegionTable.Area?
  /// Who gets it, said or found; `nil` for the dispatch room.
  let unit: UnitKey?
  /// The action by which it goes out at once.
  let dispatch: ActionKey?
  /// The files that came with it.
  private let files: [OrderFileAttached]
  /// The unit at which it is taken in.
  private let intake: UnitKey?
  private let form: [String: String]

  /// - Throws: ``OfficeError/opening(_:_:)`` with all that is wrong, in the order of the form.
  init(
    _ new: NewOrder, _ definitions: Definitions, caller: Caller, intake: UnitKey?, files: [OrderFileAttached],
    at instant: Date
  ) throws(OfficeError) {
    guard let process = definitions.process(ProcessKey(rawValue: new.process)) else {
      throw .noSuchProcess(new.process, known: definitions.all.map(\.key.rawValue))
    }
    self.new = new
    self.intake = intake
    self.files = files
    self.process = process
    let read = process.form.read(new.form)
    form = read.values
    var problems = process.needs.filter { !new.fields.contains($0) && new.form[$0.rawValue] == nil }
      .map(OpeningProblem.missing)
    problems += read.problems.map(OpeningProblem.form)
    if new.promise != nil, !process.clocks.contains(where: { $0.target == .given }) { problems.append(.noPromise) }
    if let at = new.openedAt, at > instant { problems.append(.notYet) }
    let channels = process.channels.isEmpty ? NewOrder.channels : process.channels
    if let channel = new.channel, !channels.contains(channel) {
      problems.append(.channel(channel, known: channels))
    }
    let tree = process.categories.flatMap { definitions.categories($0) }
    if let tree, let category = new.category, !tree.isChoosable(category) {
      let choices = tree.choices(under: tree.node(category) == nil ? nil : category).map(\.key)
      problems.append(.category(category, tree: tree.key, choices: choices))
    }
    let areas = definitions.regionTables.flatMap(\.areas)
    if let area = new.area, !areas.isEmpty, !areas.contains(where: { $0.key == area }) {
      problems.append(.area(area, known: areas.map(\.key)))
    }
    guard problems.isEmpty else { throw .opening(process.key, problems) }

    area =
      new.area.flatMap { key in areas.first { $0.key == key } }
      ?? new.address.flatMap { definitions.area(forAddress: $0) }
      ?? (new.isDispatched && new.address == nil ? Self.area(of: caller, areas, definitions) : nil)
    let category = new.category.flatMap { tree?.unit(for: $0) }
    unit = new.unit ?? (new.isDispatched ? area?.unit ?? category : nil)
    dispatch = new.isDispatched ? Self.dispatching(process)?.key : nil
  }

  /// Where the caller is: as the book says, by the address there, else by a number.
  private static func area(
    of caller: Caller, _ areas: [RegionTable.Area], _ definitions: Definitions
  ) -> RegionTable.Area? {
    caller.area.flatMap { key in areas.first { $0.key == key } }
      ?? caller.address.flatMap { definitions.area(forAddress: $0) }
      ?? caller.numbers.lazy.compactMap { definitions.area(forPhone: $0) }.first
  }

  /// What is done with the order at once.
  var commands: [OrderCommand] {
    var commands: [OrderCommand] = []
    if let unit {
      commands.append(dispatch.map { .act($0, main: unit, words: [:]) } ?? .assign(main: unit, staff: nil))
    }
    if let at = new.remindAt { commands.append(.remind(at: at)) }
    commands += files.map(OrderCommand.attach)
    return commands
  }

  /// The action that sends a new order to a unit and needs nothing else: `dispatch` where there is one.
  static func dispatching(_ process: Domain.Process) -> Action? {
    let all = process.actions(from: process.initial).filter { action in
      action.needs == [.main] && !action.asks.fields.contains { $0.isRequired && $0.condition == nil }
    }
    return all.first { $0.key == "dispatch" } ?? all.first
  }

  /// The event that opens the order.
  ///
  /// - Parameters:
  ///   - key: the number of the document, where the process has a series of its own.
  ///   - caller: a name that the book does not have.
  func event(_ no: OrderNumber, key: String?, party: PartyID?, caller: String?) -> OrderOpened {
    let parted = process.form.parted(form)
    var words = parted.words
    if let text = new.text { words["text"] = text }
    if let caller { words["caller"] = caller }
    var opened = Order.open(
      no: no, process: process, channel: new.channel, category: new.category, key: key ?? new.key,
      promise: new.promise, party: party,
      words: OrderWords(title: new.title, address: new.address, fields: words))
    opened.priority = new.priority == .normal ? nil : new.priority
    opened.area = new.area ?? area?.key
    opened.isSecret = new.isSecret ?? process.isSecret ? true : nil
    opened.intake = intake
    opened.form = parted.codes.isEmpty ? nil : parted.codes
    return opened
  }
}
