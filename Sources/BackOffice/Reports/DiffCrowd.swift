import EventStore

/// Who is told together under one import or bulk action, however many causes they have and however often the log went on with
/// them.
struct DiffCrowd {
  private var orders: Set<String> = []
  private var people: Set<String> = []

  mutating func add(_ touch: LogTouch) {
    switch touch.category {
    case "order": orders.formUnion(touch.ids)
    case "party": people.formUnion(touch.ids)
    default: break
    }
  }

  var size: ReportDiff.Size { ReportDiff.Size(orders: orders.count, people: people.count) }

  /// How many each import and bulk action stands for on the whole way.
  static func sizes(_ suspects: some Sequence<DiffSuspects>) -> [ReportDiff.Origin: ReportDiff.Size] {
    var crowds: [ReportDiff.Origin: DiffCrowd] = [:]
    for suspects in suspects { crowds.merge(suspects.crowds) { $0.union($1) } }
    return crowds.mapValues(\.size)
  }

  private func union(_ other: DiffCrowd) -> DiffCrowd {
    var all = self
    all.orders.formUnion(other.orders)
    all.people.formUnion(other.people)
    return all
  }
}
