using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Access.Users;

/// <summary><c>PUT, DELETE /api/v1/users/{id}/block</c>.</summary>
internal static class BlocksApi
{
    /// <param name="users">The group of <c>/api/v1/users</c>, with its right.</param>
    public static void MapBlocks(this IEndpointRouteBuilder users)
    {
        users.MapPut("/{id:int}/block", BlockAsync).Accepts<BlockView>("application/json").Produces<BlockView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithName("BlockUser").WithSummary("Blocks a person and closes their chats");
        users.MapDelete("/{id:int}/block", UnblockAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).WithName("UnblockUser").WithSummary("Ends the block of a person");
    }

    private static async Task<IResult> BlockAsync(HttpContext context, int id, BlockStore blocks, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new MemberErrors();
        var spec = BlockSpec.Read(new JsonMembers(body, errors), time.GetUtcNow());
        return errors.Any
            ? errors.ToResult()
            : (await blocks.BlockAsync(id, spec, context.Person(), cancellationToken)).ToResult(block => TypedResults.Json(block, Wire.Json));
    }

    private static async Task<IResult> UnblockAsync(HttpContext context, int id, BlockStore blocks, CancellationToken cancellationToken) =>
        (await blocks.UnblockAsync(id, context.Person(), cancellationToken)).ToResult(_ => TypedResults.NoContent());
}
