/// Read models that are kept up with the log beside other work, on a session of their own: a stretch at a time, and never
/// more than one stretch behind. What is configured is not looked up anew each time.
public actor KeptUp {
  private let runner: ProjectionRunner
  private let projections: [any Projection]
  private var last: ProjectionRunner.Step?
  private var stretch: Task<Void, any Error>?

  /// - Parameters:
  ///   - runner: on a session that nobody else uses meanwhile.
  ///   - projections: always these, so that what was looked up for them is there.
  public init(_ runner: ProjectionRunner, _ projections: [any Projection]) {
    self.runner = runner
    self.projections = projections
  }

  /// Waits until the read models are where the log was at the last call, and begins to bring them to where it is now. One
  /// that stands still is left behind: whoever asks for it is told.
  ///
  /// - Throws: what went wrong with the stretch before, and begins none.
  public func goOn() async throws {
    try await finish()
    stretch = Task { try await catchUp() }
  }

  /// Waits until the read models are where the log was at the last call of ``goOn()``.
  public func finish() async throws {
    guard let stretch else { return }
    self.stretch = nil
    try await withTaskCancellationHandler {
      try await stretch.value
    } onCancel: {
      stretch.cancel()
    }
  }

  /// Breaks the stretch off; what it did not commit is nowhere.
  public func stop() async {
    stretch?.cancel()
    _ = await stretch?.result
    stretch = nil
  }

  private func catchUp() async throws {
    var reached = last
    defer { last = reached }
    do {
      try await runner.catchUp(projections, after: &reached, progress: { _, _ in })
    } catch is ProjectionError {
      // All others are at the head.
    }
  }
}
